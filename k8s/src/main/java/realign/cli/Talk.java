package realign.cli;

import java.util.List;
import realign.spec.Problem;

/** What a command says on stderr: problems and notes, each on a line of its own. */
final class Talk {
  private final Terminal terminal;
  private final Colours colours;

  Talk(Surroundings surroundings, CommonOptions common) {
    this.terminal = surroundings.terminal();
    this.colours = Colours.of(surroundings, common.noColour, terminal.errIsTerminal());
  }

  void problems(List<Problem> problems) {
    problems.forEach(problem -> say(error(problem.toString())));
  }

  void say(String line) {
    terminal.err().println(line);
  }

  String error(String text) {
    return colours.bad("error:") + " " + text;
  }

  String note(String level, String text) {
    return switch (level) {
      case "warn" -> colours.doubtful("warning:") + " " + text;
      case "error" -> error(text);
      default -> text;
    };
  }
}
