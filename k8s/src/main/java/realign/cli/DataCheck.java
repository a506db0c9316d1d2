package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import realign.spec.ExitCode;

/**
 * What the batch program finds when it reads the data of a spec. Not for the spec itself, which
 * this program reads.
 *
 * @param exit how the check ended
 * @param problems what is wrong, told already
 * @param documents what it found
 */
record DataCheck(ExitCode exit, List<Event.ProblemMet> problems, List<JsonNode> documents) {

  DataCheck {
    problems = List.copyOf(problems);
    documents = List.copyOf(documents);
  }

  static DataCheck of(Surroundings surroundings, Path spec, Path work, CommonOptions common) {
    ProgressView view = ProgressView.of(surroundings);
    Follower follower = new Follower(new Talk(surroundings, common), view);
    List<String> arguments = List.of("check", surroundings.resolve(spec).toString());
    ExitCode exit = follower.follow(Child.start(surroundings, arguments, work, common.verbose));
    return new DataCheck(exit, follower.problems(), follower.documents());
  }

  /** Rows of a set, where the check counted them. */
  OptionalLong rows(String set) {
    return number(set, "rows");
  }

  /** Tokens of a set, where the check counted them. */
  OptionalLong tokens(String set) {
    return number(set, "tokens");
  }

  private OptionalLong number(String set, String field) {
    return documents.stream()
        .map(document -> document.path("sets").path(set).path(field))
        .filter(JsonNode::isNumber)
        .mapToLong(JsonNode::asLong)
        .findFirst();
  }
}
