package realign.cli;

import java.nio.file.Path;
import java.time.Clock;

/** The command with {@link FakeChild} for its child, in a process of its own. */
final class SignalsMain {
  private SignalsMain() {}

  public static void main(String[] arguments) {
    ChildStarter child =
        (words, variables) -> {
          ProcessBuilder builder =
              new ProcessBuilder(JavaProcesses.command(FakeChild.class, words));
          builder.environment().putAll(variables);
          return builder.start();
        };
    Surroundings surroundings =
        new Surroundings(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Terminal.system(),
            Clock.systemUTC(),
            child);
    System.exit(RealignCommand.commandLine(surroundings).execute(arguments));
  }
}
