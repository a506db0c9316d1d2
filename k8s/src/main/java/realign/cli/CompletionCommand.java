package realign.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import realign.spec.ExitCode;

/** {@code realign completion}: for bash and zsh. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh: source <(realign completion).")
final class CompletionCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  // Injected by picocli before call().
  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    CommandSpec root = Objects.requireNonNull(spec).root();
    surroundings.terminal().out().print(AutoComplete.bash(root.name(), root.commandLine()));
    return ExitCode.DONE.number();
  }
}
