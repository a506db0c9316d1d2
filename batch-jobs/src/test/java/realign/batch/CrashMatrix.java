package realign.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * {@code scripts/crash-matrix}: halts a run at every moment in every stage, then kills processes at
 * random moments, and compares what comes out with undisturbed runs.
 */
final class CrashMatrix {
  private final CrashOptions options;
  private final Path folder;
  private final String stores;
  private final Map<ChainKind, CrashRun> runs = new EnumMap<>(ChainKind.class);
  private final AtomicInteger killRuns = new AtomicInteger();

  private CrashMatrix(CrashOptions options, Path folder) {
    this.options = options;
    this.folder = folder;
    String given = options.store().isEmpty() ? "file:" + folder : options.store();
    this.stores = given + "/crash-" + Long.toString(System.currentTimeMillis(), 36);
  }

  /**
   * Starts it.
   *
   * @param arguments folder for what may be lost, then the options
   */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    List<String> words = Arrays.asList(arguments);
    Path folder = Files.createDirectories(Path.of(words.get(0)).toAbsolutePath());
    CrashTable table;
    try {
      CrashOptions options = CrashOptions.parse(words.subList(1, words.size()));
      table = new CrashMatrix(options, folder).table();
    } catch (IllegalArgumentException e) {
      System.err.println("crash-matrix: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(table.text());
    System.exit(table.failed() == 0 ? 0 : 1);
  }

  private CrashTable table() {
    CrashTable table = new CrashTable(options, stores);
    if (!options.moments().isEmpty()) {
      say("the undisturbed run");
      run(options.kind());
    }
    rehearse();
    each(options.moments().size(), i -> row(options.moments().get(i))).forEach(table::add);
    for (Share share : Share.of(options.kills())) {
      long start = System.nanoTime();
      Kills kills = kills(share);
      table.add(share.name(), kills, System.nanoTime() - start);
    }
    return table;
  }

  /** The first child leaves an archive of the classes that it loaded, for all others. */
  private void rehearse() {
    if (System.getProperty(ChildClasses.ARCHIVE) == null) {
      return;
    }
    CrashRun run = run(options.kind());
    String address = stores + "/rehearsal";
    try (ObjectStore store = ObjectStores.open(address)) {
      run.submit(store);
      Path work = folder.resolve("work-rehearsal");
      Attempts.Ending ending = new ChildAttempts(run, address, work).next(Halt.never());
      if (ending.code() != run.kind().end().number()) {
        throw new IllegalStateException("a child by itself ended with " + ending.code());
      }
    }
  }

  private synchronized CrashRun run(ChainKind kind) {
    return runs.computeIfAbsent(kind, each -> new CrashRun(each, folder.resolve(each.toString())));
  }

  private MatrixRow row(String moment) {
    CrashRun run = run(options.kind());
    String address = stores + "/" + moment;
    try (ObjectStore store = ObjectStores.open(address)) {
      ChildAttempts attempts = new ChildAttempts(run, address, folder.resolve("work-" + moment));
      MatrixRow row = MatrixRow.halted(moment, run, store, attempts);
      say("halted at " + row);
      return row;
    }
  }

  /**
   * A part of the kills.
   *
   * @param name {@code log}, or a kind of chain
   */
  private record Share(String name, int kills) {

    /** One in 20 meets the tiny model, one the chain that counts, the others the log alone. */
    static List<Share> of(int kills) {
      int tiny = kills / 20;
      int toy = kills / 20;
      return java.util.stream.Stream.of(
              new Share("log", kills - tiny - toy), new Share("toy", toy), new Share("tiny", tiny))
          .filter(share -> share.kills() > 0)
          .toList();
    }
  }

  private Kills kills(Share share) {
    if (!share.name().equals("log")) {
      run(ChainKind.valueOf(share.name().toUpperCase(java.util.Locale.ROOT)));
    }
    Kills kills = new Kills(share.kills());
    each(
        options.workers(),
        worker -> {
          while (!kills.enough()) {
            killAll(share.name(), kills);
          }
          return worker;
        });
    return kills;
  }

  private void killAll(String name, Kills kills) {
    int number = killRuns.incrementAndGet();
    String address = stores + "/kills-" + number;
    Path work = folder.resolve("work-kills-" + number);
    SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + number);
    try (ObjectStore store = ObjectStores.open(address)) {
      kills.killAll(victim(name, store, address, work), store, random);
    }
    say(kills.killed() + " kills of " + name);
  }

  private Victim victim(String name, ObjectStore store, String address, Path work) {
    if (name.equals("log")) {
      return new Victim.Log(address, work, Map.of());
    }
    CrashRun run = run(ChainKind.valueOf(name.toUpperCase(java.util.Locale.ROOT)));
    run.submit(store);
    return new Victim.Chain(run, new ChildAttempts(run, address, work));
  }

  /** Does so many things, some at a time. */
  private <T> List<T> each(int count, IntFunction<T> thing) {
    ExecutorService threads = Executors.newFixedThreadPool(options.workers());
    try {
      List<Future<T>> futures =
          IntStream.range(0, count).mapToObj(i -> threads.submit(() -> thing.apply(i))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void say(String text) {
    System.err.println("crash-matrix: " + text);
  }
}
