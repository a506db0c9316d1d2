package realign.cli;

import picocli.CommandLine.Command;

/** {@code realign checkpoint unpin RUN CHECKPOINT}. */
@Command(name = "unpin", description = "Leave a checkpoint to retention again.")
final class CheckpointUnpinCommand extends Pinning {
  CheckpointUnpinCommand(Surroundings surroundings) {
    super(surroundings, false);
  }
}
