package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.models.V1Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.render.Labels;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.SpecReader;
import realign.spec.Target;

/**
 * The Job that brings a run forward, as a command creates it.
 *
 * @param placement the run and where it is placed
 * @param reuse whether results of other runs are taken
 */
record CoordinatorJob(RunPlacement placement, boolean reuse) {
  private static final String NO_REUSE = "--no-reuse";

  /** The same again in another place; of the Job before it keeps the schedule and reuse. */
  static CoordinatorJob again(
      String run, String identity, Target target, @Nullable JsonNode before) {
    List<String> arguments = before == null ? List.of() : arguments(before);
    int schedule = arguments.indexOf("--schedule") + 1;
    boolean scheduled = schedule > 0 && schedule < arguments.size();
    return new CoordinatorJob(
        new RunPlacement(run, identity, target, scheduled ? arguments.get(schedule) : null),
        !arguments.contains(NO_REUSE));
  }

  /** Where and how a Job says that it works; empty where it says nothing. */
  static Optional<Target> target(JsonNode job) {
    return Optional.of(template(job).path("metadata").path("annotations").path(Labels.TARGET))
        .filter(JsonNode::isTextual)
        .map(text -> SpecReader.ofTarget().text("target.json", text.asText()).value());
  }

  private static JsonNode template(JsonNode job) {
    return job.path("spec").path("template");
  }

  private static List<String> arguments(JsonNode job) {
    List<String> arguments = new ArrayList<>();
    template(job)
        .path("spec")
        .path("containers")
        .path(0)
        .path("args")
        .forEach(argument -> arguments.add(argument.asText()));
    return arguments;
  }

  V1Job render() {
    V1Job job = new RunObjects(placement).coordinator();
    if (!reuse) {
      job.getSpec().getTemplate().getSpec().getContainers().get(0).addArgsItem(NO_REUSE);
    }
    return job;
  }
}
