package realign.batch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import realign.spec.ExitCode;
import realign.store.HaltPoint;
import realign.store.HaltingStore;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * The program as a process, which a test ends at a named point.
 *
 * <pre>
 * halt MOMENT SCOPE STAGE NTH       halts there
 * store before-entry:3              halts within a commit
 * wait MOMENT SCOPE STAGE NTH       says so and waits there until it is told to stop
 * pause MOMENT SCOPE STAGE NTH      says so and waits there for a line
 * </pre>
 */
final class RestartChild {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final List<String> point;
  private final StopSignal stop = new StopSignal();
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private int passed;

  private RestartChild(List<String> point) {
    this.point = point;
  }

  /**
   * Runs.
   *
   * @param arguments store, target, work folder, {@code force} or {@code ask}, then the point
   */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    List<String> all = Arrays.asList(arguments);
    new RestartChild(all.subList(4, all.size())).run(all);
  }

  private void run(List<String> arguments) {
    Signals.handle(stop);
    if (!point.contains("pause")) {
      Signals.watchParent(System.in, stop);
    }
    RunRequest request =
        new RunRequest(
            arguments.get(0),
            TinyRun.RUN,
            List.of(),
            null,
            Path.of(arguments.get(1)),
            null,
            new Claims.Options(arguments.get(3).equals("force"), false, false, true),
            Path.of(arguments.get(2)));
    Events events = new Events(out);
    try (ObjectStore store = halting(ObjectStores.open(request.store()))) {
      ExitCode code =
          Main.end(events, () -> new RunCommand(request).run(store, events, stop, this::reach));
      System.exit(code.number());
    }
  }

  private ObjectStore halting(ObjectStore store) {
    return point.get(0).equals("store")
        ? new HaltingStore(store, HaltPoint.parse(point.get(1)), RestartChild::halt)
        : store;
  }

  private void reach(HaltPoints.Moment moment, String scope, String stage, long position) {
    List<String> here = List.of(moment.toString(), scope, stage);
    if (point.size() < 5 || !point.subList(1, 4).equals(here)) {
      return;
    }
    passed++;
    if (passed != Integer.parseInt(point.get(4))) {
      return;
    }
    switch (point.get(0)) {
      case "halt" -> halt();
      case "wait" -> waitForStop();
      case "pause" -> waitForLine();
      default -> throw new IllegalArgumentException(point.get(0));
    }
  }

  private static void halt() {
    Runtime.getRuntime().halt(137);
  }

  private void waitForStop() {
    out.println("reached");
    stop.awaitRaised(LONG);
  }

  private void waitForLine() {
    out.println("reached");
    try {
      System.in.read();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
