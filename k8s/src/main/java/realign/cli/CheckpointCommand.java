package realign.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code realign checkpoint ...}: it only knows its commands. */
@Command(
    name = "checkpoint",
    description = {
      "Look at the checkpoints of a run, check them, keep them and delete them.",
      "A checkpoint is named SCOPE (its newest), SCOPE:STEP or SCOPE@ENTRY."
    })
final class CheckpointCommand implements Runnable {
  @Mixin CommonOptions common = new CommonOptions();

  // Injected by picocli before run().
  @Spec private @Nullable CommandSpec spec;

  static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new CheckpointCommand())
        .addSubcommand(new CheckpointLsCommand(surroundings))
        .addSubcommand(new CheckpointShowCommand(surroundings))
        .addSubcommand(new CheckpointVerifyCommand(surroundings))
        .addSubcommand(new CheckpointDiffCommand(surroundings))
        .addSubcommand(new CheckpointPruneCommand(surroundings))
        .addSubcommand(new CheckpointPinCommand(surroundings))
        .addSubcommand(new CheckpointUnpinCommand(surroundings));
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new CommandLine.ParameterException(
        line, "a command is missing: " + String.join(", ", line.getSubcommands().keySet()));
  }
}
