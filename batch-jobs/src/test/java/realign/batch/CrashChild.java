package realign.batch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.store.HaltPoint;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;

/**
 * A process of a run that is halted at a named point or killed. It says {@code acknowledged KEY
 * SHA256} for each entry once the store has it, and {@code halted SCOPE STAGE} before it halts.
 */
final class CrashChild {
  static final String ACKNOWLEDGED = "acknowledged ";
  static final String HALTED = "halted ";

  private final Halt halt;
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final StageMoments moments = new StageMoments(this::passed);

  private CrashChild(Halt halt) {
    this.halt = halt;
  }

  /**
   * Works.
   *
   * @param arguments kind, store, target, work folder, then the three words of a halt
   */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    List<String> words = Arrays.asList(arguments);
    new CrashChild(Halt.parse(words.subList(4, 7))).work(words);
  }

  private void work(List<String> words) {
    ChainKind kind = ChainKind.valueOf(words.get(0));
    ChainKind.Attempt attempt =
        new ChainKind.Attempt(Path.of(words.get(2)), Path.of(words.get(3)), false);
    try (ObjectStore store = ObjectStores.open(words.get(1))) {
      ObjectStore watched = new WatchedStore(store, new Telling(out, moments));
      ExitCode code =
          Main.end(new Events(out), () -> new Outcome(kind.work(attempt, watched, moments, out)));
      System.exit(code.number());
    }
  }

  /** The entry's key and digest are said before anybody can rely on it. */
  record Telling(PrintStream out, WatchedStore.Watcher next) implements WatchedStore.Watcher {
    @Override
    public void at(HaltPoint.Moment moment, String key) {
      next.at(moment, key);
    }

    @Override
    public void acknowledged(String key, Payload entry) {
      out.println(acknowledgement(key, entry));
    }
  }

  /** What is said of an entry that the store has. */
  static String acknowledgement(String key, Payload entry) {
    return ACKNOWLEDGED + key + " " + digest(entry);
  }

  private static String digest(Payload payload) {
    try (InputStream in = payload.open()) {
      return Digest.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void passed(String moment, Cell cell, int nth) {
    if (halt.isAt(moment, cell, nth)) {
      out.println(HALTED + cell.scope() + " " + cell.stage());
      Runtime.getRuntime().halt(137);
    }
  }
}
