package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/**
 * Follows a child to its end: shows progress and talk, keeps problems and results. Not for knowing
 * what the child was asked.
 */
final class Follower {
  private static final Set<ExitCode> WORKED_TO_THE_END =
      Set.of(ExitCode.DONE, ExitCode.BLOCKED, ExitCode.INCONCLUSIVE);

  private final Talk talk;
  private final ProgressView view;
  private final List<Event.ProblemMet> problems = new ArrayList<>();
  private final List<JsonNode> documents = new ArrayList<>();
  private @Nullable String verdict;

  Follower(Talk talk, ProgressView view) {
    this.talk = talk;
    this.view = view;
  }

  /** Returns when the child has ended, with the code to pass on. */
  ExitCode follow(ChildProcess child) {
    int exit = child.follow(this::on, this::pass);
    view.close();
    String abnormal = Child.abnormalEnd(exit);
    if (abnormal != null) {
      talk.say(talk.error(abnormal));
    }
    return Child.exitCode(exit);
  }

  /** Problems that the child told, in order; they have been shown. */
  List<Event.ProblemMet> problems() {
    return List.copyOf(problems);
  }

  /** Documents that are no events. */
  List<JsonNode> documents() {
    return List.copyOf(documents);
  }

  @Nullable String verdict() {
    return verdict;
  }

  private void pass(String line) {
    if (talk.concerns(line)) {
      view.talk(line);
    }
  }

  private void on(Event event) {
    if (event instanceof Event.StageBegins stage) {
      view.finished();
      view.stage(stage);
    } else if (event instanceof Event.Progress progress) {
      view.progress(progress);
    } else if (event instanceof Event.Note note) {
      view.talk(talk.note(note.level(), note.text()));
    } else if (event instanceof Event.ProblemMet problem) {
      problems.add(problem);
      view.talk(talk.error(problem.message()));
    } else if (event instanceof Event.Talk line) {
      pass(line.line());
    } else if (event instanceof Event.Other other) {
      documents.add(other.json());
    } else if (event instanceof Event.End end) {
      verdict = end.verdict();
      if (WORKED_TO_THE_END.contains(ExitCode.of(end.exit()))) {
        view.finished();
      }
    }
  }
}
