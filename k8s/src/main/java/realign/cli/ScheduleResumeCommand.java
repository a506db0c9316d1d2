package realign.cli;

import picocli.CommandLine.Command;

/** {@code realign schedule resume NAME}. */
@Command(name = "resume", description = "Let a suspended schedule begin its nights again.")
final class ScheduleResumeCommand extends SchedulePause {
  ScheduleResumeCommand(Surroundings surroundings) {
    super(surroundings, false);
  }
}
