package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.models.V1Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.cluster.ClusterApi;
import realign.cluster.KubernetesCluster;
import realign.coordinator.Schedules;
import realign.render.Labels;
import realign.render.Phase;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.store.ObjectStore;

/**
 * The Job that brings a run forward, as a command creates it.
 *
 * @param placement the run and where it is placed
 * @param reuse whether results of other runs are taken
 */
record CoordinatorJob(RunPlacement placement, boolean reuse) {
  private static final String NO_REUSE = "--no-reuse";

  /** The same again in another place; of the Job before it keeps the schedule and reuse. */
  static CoordinatorJob again(String run, String identity, Target target, JsonNode before) {
    List<String> arguments = arguments(before);
    int schedule = arguments.indexOf("--schedule") + 1;
    boolean scheduled = schedule > 0 && schedule < arguments.size();
    return new CoordinatorJob(
        new RunPlacement(run, identity, target, scheduled ? arguments.get(schedule) : null),
        !arguments.contains(NO_REUSE));
  }

  /** The same where no Job is left that says it: by the run's name, which both give to it. */
  static CoordinatorJob anew(ObjectStore store, String run, ResolvedSpec spec, Target target) {
    return new CoordinatorJob(
        new RunPlacement(run, spec.identity(), target, schedule(store, run)),
        !FreshName.isOf(spec.spec().name(), run));
  }

  /** {@code NAME/VERSION} of the schedule whose night the run is, with what is in force now. */
  private static @Nullable String schedule(ObjectStore store, String run) {
    return new Schedules(store)
        .newest().stream()
            .filter(one -> ScheduleRunNowCommand.isNight(one.name(), run))
            .max(Comparator.comparing(one -> one.name().length()))
            .map(one -> one.name() + "/" + one.version())
            .orElse(null);
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

  /**
   * Lets the cluster say what it thinks of this Job and all that it would create; changes nothing.
   *
   * @return whether there is no Job of its name yet
   */
  boolean check(KubernetesCluster cluster, RunSpec spec) {
    RunObjects objects = new RunObjects(placement);
    for (Phase phase : Phase.of(spec, scope -> true)) {
      boolean unused = cluster.create(objects.work(phase, reuse, null), ClusterApi.Mode.DRY_RUN);
    }
    return cluster.create(render(), ClusterApi.Mode.DRY_RUN);
  }

  V1Job render() {
    return new RunObjects(placement).coordinator(reuse);
  }
}
