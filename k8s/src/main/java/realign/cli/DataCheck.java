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

  static DataCheck of(
      Surroundings surroundings, Path spec, Target target, Path work, CommonOptions common) {
    return of(surroundings, spec, List.of(), target, work, common);
  }

  /** The same, and a few steps of each kind of training, executed as the target says. */
  static DataCheck withForecast(
      Surroundings surroundings, Path spec, Target target, Path work, CommonOptions common) {
    return of(surroundings, spec, List.of("--forecast"), target, work, common);
  }

  private static DataCheck of(
      Surroundings surroundings,
      Path spec,
      List<String> switches,
      Target target,
      Path work,
      CommonOptions common) {
    ProgressView view = ProgressView.of(surroundings);
    Follower follower = new Follower(new Talk(surroundings, common), view);
    try (TargetFile file = TargetFile.write(work, target)) {
      List<String> arguments =
          new ArrayList<>(List.of("check", surroundings.resolve(spec).toString()));
      arguments.addAll(switches);
      arguments.addAll(List.of("--target", file.path().toString()));
      ExitCode exit = follower.follow(Child.start(surroundings, arguments, work, common.verbose));
      return new DataCheck(exit, follower.problems(), follower.documents());
    }
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
