package realign.cli;

import java.util.List;
import java.util.regex.Pattern;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** What a command says on stderr: problems and notes, each on a line of its own. */
final class Talk {
  /** {@code [W1124 13:20:33.704 LegacyTypeDispatch.h:74] ...}: libtorch to its own developers. */
  private static final Pattern ENGINE_WARNING = Pattern.compile("\\[W\\d+ [\\d:.]+ \\S+:\\d+].*");

  private final Terminal terminal;
  private final Colours colours;
  private final boolean verbose;
  private final ProgramName program;

  Talk(Surroundings surroundings, CommonOptions common) {
    this.terminal = surroundings.terminal();
    this.verbose = common.verbose;
    this.program = ProgramName.of(surroundings);
    this.colours = Colours.of(surroundings, common.noColour, terminal.errIsTerminal());
  }

  void problems(List<Problem> problems) {
    problems.forEach(problem -> say(error(problem.toString())));
  }

  /** What the command can do without. */
  void warn(ProblemException failure) {
    failure.problems().forEach(problem -> say(note("warn", problem.toString())));
  }

  void say(String line) {
    terminal.err().println(program.in(line));
  }

  /** Whether a line of the child is for the person who runs the command. */
  boolean concerns(String line) {
    return verbose || !ENGINE_WARNING.matcher(line).matches();
  }

  String error(String text) {
    return colours.bad("error:") + " " + program.in(text);
  }

  String note(String level, String text) {
    return switch (level) {
      case "warn" -> colours.doubtful("warning:") + " " + program.in(text);
      case "error" -> error(text);
      default -> program.in(text);
    };
  }
}
