package realign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import realign.spec.ExitCode;
import realign.spec.NearestName;

/** {@code realign help [TOPIC]}: a command's help, or what no single command explains. */
@Command(
    name = "help",
    description = "Explain a command, or one of the topics exit-codes and environment.")
final class HelpCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "TOPIC", arity = "0..*", description = "Command or topic.")
  private List<String> topic = List.of();

  // Injected by picocli before call().
  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  HelpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.terminal().out().print(text());
    return ExitCode.DONE.number();
  }

  private String text() {
    CommandLine parent = Objects.requireNonNull(spec).commandLine().getParent();
    return switch (String.join(" ", topic)) {
      case "exit-codes" -> ExitCodeHelp.text();
      case "environment" -> EnvironmentHelp.text();
      default -> command(parent).getUsageMessage();
    };
  }

  /** {@code checkpoint ls} is a command of a command. */
  private CommandLine command(CommandLine top) {
    CommandLine command = top;
    for (String name : topic) {
      command = command(command, name);
    }
    return command;
  }

  private static CommandLine command(CommandLine parent, String name) {
    CommandLine command = parent.getSubcommands().get(name);
    if (command == null) {
      List<String> known = new ArrayList<>(parent.getSubcommands().keySet());
      if (parent.getParent() == null) {
        known.add("exit-codes");
        known.add("environment");
      }
      throw new CommandLine.ParameterException(
          parent, "no help on '" + name + "'. " + NearestName.hint(name, known));
    }
    return command;
  }
}
