package realign.cli;

import picocli.CommandLine.Command;

/** {@code realign checkpoint pin RUN CHECKPOINT}. */
@Command(name = "pin", description = "Keep a checkpoint whatever retention says.")
final class CheckpointPinCommand extends Pinning {
  CheckpointPinCommand(Surroundings surroundings) {
    super(surroundings, true);
  }
}
