package realign.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code realign schedule ...}: it only knows its commands. */
@Command(
    name = "schedule",
    description = {
      "Look at the schedules of a namespace, pause them, or begin a night now.",
      "realign submit SPEC --schedule CRON makes one, or changes it."
    })
final class ScheduleCommand implements Runnable {
  @Mixin CommonOptions common = new CommonOptions();

  // Injected by picocli before run().
  @Spec private @Nullable CommandSpec spec;

  static CommandLine commandLine(Surroundings surroundings) {
    return new CommandLine(new ScheduleCommand())
        .addSubcommand(new ScheduleLsCommand(surroundings))
        .addSubcommand(new ScheduleSuspendCommand(surroundings))
        .addSubcommand(new ScheduleResumeCommand(surroundings))
        .addSubcommand(new ScheduleRunNowCommand(surroundings));
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new CommandLine.ParameterException(
        line, "a command is missing: " + String.join(", ", line.getSubcommands().keySet()));
  }
}
