package realign.batch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import realign.spec.ExitCode;
import realign.spec.TerminationMessage;

/**
 * The program in the pod, and the child process of the {@code realign} command: {@code run}, {@code
 * check} and {@code export}. Standard output is events, a line of JSON each; everything else goes
 * to standard error.
 */
public final class Main {
  private Main() {}

  /** Starts the program. */
  public static void main(String[] arguments) {
    // Nobody but the events may write to standard output, native libraries' chatter included.
    PrintStream stdout =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err);
    System.setProperty("org.jboss.logging.provider", "slf4j");
    Events events = new Events(stdout);
    ExitCode code = run(Arrays.asList(arguments), events, new StopSignal());
    System.exit(code.number());
  }

  private static ExitCode run(List<String> arguments, Events events, StopSignal stop) {
    Signals.handle(stop);
    if ("1".equals(System.getenv("REALIGN_PARENT_STDIN"))) {
      Signals.watchParent(System.in, stop);
    }
    return end(events, () -> command(arguments, events, stop));
  }

  /** Does a command and tells how it ended, whatever happens. */
  static ExitCode end(Events events, Supplier<Outcome> command) {
    Outcome outcome;
    try {
      outcome = command.get();
    } catch (Throwable failure) { // the one place where everything ends up
      outcome = new Outcome(Failures.tell(failure, events));
    }
    events.end(outcome.code(), outcome.verdict());
    String file = System.getenv(TerminationMessage.VARIABLE);
    if (file != null && !file.isEmpty()) {
      message(outcome, events).write(Path.of(file));
    }
    return outcome.code();
  }

  /** What the cluster keeps: the verdict, what a stop left, or the first problem. */
  static TerminationMessage message(Outcome outcome, Events events) {
    String sentence =
        outcome.sentence() == null ? events.ending(outcome.code()) : outcome.sentence();
    if (sentence == null) {
      sentence =
          events.problems().stream()
              .findFirst()
              .map(TerminationMessage.Told::message)
              .orElse(outcome.code().meaning());
    }
    return new TerminationMessage(outcome.code(), outcome.verdict(), sentence, events.problems());
  }

  static Outcome command(List<String> arguments, Events events, StopSignal stop) {
    if (arguments.isEmpty()) {
      throw Arguments.usage("arguments", "must begin with a command", "Use run, check or export");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    return switch (arguments.get(0)) {
      case "run" -> RunCommand.of(rest).run(events, stop);
      case "check" -> CheckCommand.run(rest, events);
      case "export" -> ExportCommand.run(rest, events);
      default ->
          throw Arguments.usage(arguments.get(0), "must be a command", "Use run, check or export");
    };
  }
}
