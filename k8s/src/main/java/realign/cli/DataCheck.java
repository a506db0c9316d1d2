package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Target;

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
    return of(surroundings, List.of(surroundings.resolve(spec).toString()), work, common);
  }

  /** The same, and a few steps of each kind of training, executed as the target says. */
  static DataCheck withForecast(
      Surroundings surroundings, Path spec, Target target, Path work, CommonOptions common) {
    String path = surroundings.resolve(spec).toString();
    try (TargetFile file = TargetFile.write(work, target)) {
      List<String> rest = List.of(path, "--forecast", "--target", file.path().toString());
      return of(surroundings, rest, work, common);
    }
  }

  private static DataCheck of(
      Surroundings surroundings, List<String> rest, Path work, CommonOptions common) {
    ProgressView view = ProgressView.of(surroundings);
    Follower follower = new Follower(new Talk(surroundings, common), view);
    List<String> arguments = new ArrayList<>(List.of("check"));
    arguments.addAll(rest);
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

  /** What the training of a scope is forecast to cost; null where that was not measured. */
  @Nullable Forecast forecast(String scope) {
    return documents.stream()
        .map(document -> document.path("forecasts").path(scope))
        .filter(JsonNode::isObject)
        .map(Forecast::of)
        .findFirst()
        .orElse(null);
  }

  private OptionalLong number(String set, String field) {
    return documents.stream()
        .map(document -> document.path("sets").path(set).path(field))
        .filter(JsonNode::isNumber)
        .mapToLong(JsonNode::asLong)
        .findFirst();
  }
}
