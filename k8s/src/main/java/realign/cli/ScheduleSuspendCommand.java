package realign.cli;

import picocli.CommandLine.Command;

/** {@code realign schedule suspend NAME}. */
@Command(name = "suspend", description = "Let a schedule begin no more nights until it is resumed.")
final class ScheduleSuspendCommand extends SchedulePause {
  ScheduleSuspendCommand(Surroundings surroundings) {
    super(surroundings, true);
  }
}
