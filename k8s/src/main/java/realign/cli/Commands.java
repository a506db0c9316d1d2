package realign.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** All commands by their names, in the order of the help. */
final class Commands {
  static final Map<String, Function<Surroundings, Object>> ALL = all();

  /** These two tell of all others. */
  private static final Set<String> OF_ALL = Set.of("completion", "help");

  private Commands() {}

  /** Whether the first argument names a command that asks for no other. */
  static boolean standsAlone(String... arguments) {
    return arguments.length > 0 && ALL.containsKey(arguments[0]) && !OF_ALL.contains(arguments[0]);
  }

  private static Map<String, Function<Surroundings, Object>> all() {
    Map<String, Function<Surroundings, Object>> all = new LinkedHashMap<>();
    all.put("validate", ValidateCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("run", RunCommand::new);
    all.put("render", RenderCommand::new);
    all.put("submit", SubmitCommand::new);
    all.put("ls", LsCommand::new);
    all.put("status", StatusCommand::new);
    all.put("logs", LogsCommand::new);
    all.put("stop", StopCommand::new);
    all.put("restart", RestartCommand::new);
    all.put("schedule", ScheduleCommand::commandLine);
    all.put("checkpoint", CheckpointCommand::commandLine);
    all.put("recover", RecoverCommand::new);
    all.put("abandon", AbandonCommand::new);
    all.put("purge", PurgeCommand::new);
    all.put("fork", ForkCommand::new);
    all.put("report", ReportCommand::new);
    all.put("export", ExportCommand::new);
    all.put("policy", PolicyCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("coordinate", CoordinateCommand::new);
    all.put("version", VersionCommand::new);
    all.put("completion", CompletionCommand::new);
    all.put("help", HelpCommand::new);
    return Collections.unmodifiableMap(all);
  }
}
