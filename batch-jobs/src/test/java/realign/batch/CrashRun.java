package realign.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** A run to halt and kill, and what the undisturbed one brought. */
final class CrashRun {

  /**
   * Commits after every step. A successor that waited for the time-to-live, instead of seeing that
   * its predecessor is gone, would be noticed.
   */
  private static final String TARGET =
      """
      checkpoint: {everySteps: 1, keepLast: 2}
      timeToLive: 60s
      heartbeat: 100ms
      recoveriesWithoutProgress: 1000
      """;

  private final ChainKind kind;
  private final Path folder;
  private final Path target;
  private final ToyRun toy;
  private final @Nullable TinyRun tiny;
  private final List<String> expected;
  private final StageMoments moments = new StageMoments((moment, cell, nth) -> {});

  /** Makes the undisturbed run, with work and inputs below a folder. */
  CrashRun(ChainKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
    this.target = folder.resolve("target-" + kind + ".yaml");
    write();
    this.toy = new ToyRun(folder, ToySpec.oneOfEach());
    this.tiny = kind == ChainKind.TINY ? new TinyRun(folder) : null;
    ObjectStore store = new MemoryStore();
    submit(store);
    ExitCode code = work(watched(store, moments), folder.resolve("undisturbed"), moments);
    if (code != kind.end()) {
      throw new IllegalStateException("the undisturbed run ended with " + code);
    }
    this.expected = results(store);
  }

  private void write() {
    try {
      Files.createDirectories(folder);
      Files.writeString(target, TARGET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectStore watched(ObjectStore store, StageMoments moments) {
    return new WatchedStore(store, moments);
  }

  ChainKind kind() {
    return kind;
  }

  Path target() {
    return target;
  }

  /** Puts into a store what the run begins with. */
  void submit(ObjectStore store) {
    if (tiny != null) {
      tiny.submit(store);
    }
  }

  /** Works in this process, taking over what a halted attempt holds. */
  ExitCode work(ObjectStore store, Path work, HaltPoints halts) {
    ChainKind.Attempt attempt = new ChainKind.Attempt(target, work, true);
    return kind.work(attempt, store, halts, OutputStream.nullOutputStream());
  }

  /**
   * At which pass to halt in each stage: the second one where there are more, so that something was
   * done before; a moment that comes once or twice, the first time.
   */
  List<Integer> nths(String moment) {
    return IntStream.range(0, Cell.ALL.size())
        .mapToObj(i -> moments.count(moment, Cell.ALL.get(i)) > 2 ? 2 : 1)
        .toList();
  }

  /** Whether the undisturbed run passes a moment in a stage. */
  boolean passes(String moment, Cell cell) {
    return moments.count(moment, cell) > 0;
  }

  /**
   * What is wrong with a run's results in a scope; empty when they are those of the undisturbed.
   */
  List<String> differing(ObjectStore store, String scope) {
    List<String> differing = new ArrayList<>(of(scope, results(store)));
    List<String> wanted = of(scope, expected);
    if (differing.equals(wanted)) {
      return List.of();
    }
    differing.removeAll(wanted);
    return differing.isEmpty() ? List.of(scope + ": something is missing") : differing;
  }

  private static List<String> of(String scope, List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(scope + " ")).toList();
  }

  private List<String> results(ObjectStore store) {
    List<String> results = new ArrayList<>(tiny == null ? toy.results(store) : tiny.results(store));
    for (String scope : scopes()) {
      ScopeView.DoneSummary done = ScopeView.read(store, kind.run(), scope).done();
      results.add(
          scope + " digests " + (done == null ? null : new java.util.TreeMap<>(done.digests())));
    }
    return results;
  }

  /** Names of all scopes, in order. */
  static List<String> scopes() {
    return Cell.ALL.stream().map(Cell::scope).distinct().toList();
  }
}
