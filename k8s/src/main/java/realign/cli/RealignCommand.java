package realign.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top of the command line: it only knows the commands. */
@Command(
    name = "realign",
    description = "Keeps a fine-tunable language model aligned: align, attack, measure, gate.",
    footer = {
      "",
      "A run that was stopped goes on: issue the same command again.",
      "See realign help exit-codes and realign help environment."
    })
final class RealignCommand implements Runnable {
  @Mixin CommonOptions common = new CommonOptions();

  // Injected by picocli before run().
  @Spec private @Nullable CommandSpec spec;

  /** The whole command line. */
  static CommandLine commandLine(Surroundings surroundings) {
    return commandLine(surroundings, Commands.ALL.keySet());
  }

  /**
   * As much of the command line as these arguments need: to read the options of every command by
   * reflection would cost more than most commands do.
   */
  static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    return Commands.standsAlone(arguments)
        ? commandLine(surroundings, Set.of(arguments[0]))
        : commandLine(surroundings);
  }

  private static CommandLine commandLine(Surroundings surroundings, Set<String> names) {
    CommandLine top = new CommandLine(new RealignCommand());
    for (String name : names) {
      top.addSubcommand(
          name, Objects.requireNonNull(Commands.ALL.get(name), name).apply(surroundings));
    }
    Failures failures = new Failures(surroundings);
    Terminal terminal = surroundings.terminal();
    return top.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer(terminal.out()))
        .setErr(writer(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi(surroundings)))
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static Ansi ansi(Surroundings surroundings) {
    Terminal terminal = surroundings.terminal();
    boolean on = Colours.of(surroundings, false, terminal.outIsTerminal()).on();
    return on ? Ansi.ON : Ansi.OFF;
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new CommandLine.ParameterException(
        line, "a command is missing: " + String.join(", ", line.getSubcommands().keySet()));
  }
}
