package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import realign.cluster.ClusterApi;
import realign.cluster.KubernetesCluster;
import realign.render.Labels;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** The schedules of a namespace. Not for what they run: the store has that. */
record CronJobs(KubernetesCluster cluster) {

  /** All that this program made, by name. */
  List<JsonNode> all() {
    return cluster.api().list(cluster.cronJobs(), Labels.NAME + "=" + Labels.REALIGN).items();
  }

  /**
   * One of them.
   *
   * @throws ProblemException with the nearest names when there is none
   */
  JsonNode require(String name) {
    Optional<JsonNode> found = cluster.api().find(cluster.cronJobs().named(name));
    return found
        .filter(
            job ->
                job.path("metadata")
                    .path("labels")
                    .path(Labels.NAME)
                    .asText()
                    .equals(Labels.REALIGN))
        .orElseThrow(() -> missing(name));
  }

  /** Puts one in place, over no other program's. */
  JsonNode apply(String name, JsonNode whole, ClusterApi.Mode mode) {
    cluster.requireOurs(cluster.cronJobs().named(name));
    return cluster.api().apply(cluster.cronJobs().named(name), whole, mode);
  }

  void suspend(String name, boolean suspended) {
    var unused = require(name);
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.putObject("spec").put("suspend", suspended);
    if (cluster.api().patch(cluster.cronJobs().named(name), change).isEmpty()) {
      throw missing(name);
    }
  }

  /**
   * Makes a Job of the schedule's template, as its controller would.
   *
   * @return false when there is one of that name
   */
  boolean runNow(JsonNode cronJob, String job) {
    JsonNode template = cronJob.path("spec").path("jobTemplate");
    ObjectNode made = JsonNodeFactory.instance.objectNode();
    made.put("apiVersion", "batch/v1").put("kind", "Job");
    ObjectNode metadata = made.putObject("metadata").put("name", job);
    if (template.path("metadata").has("labels")) {
      metadata.set("labels", template.path("metadata").path("labels"));
    }
    metadata.putObject("annotations").put("cronjob.kubernetes.io/instantiate", "manual");
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "batch/v1")
        .put("kind", "CronJob")
        .put("name", cronJob.path("metadata").path("name").asText())
        .put("uid", cronJob.path("metadata").path("uid").asText());
    made.set("spec", template.path("spec"));
    boolean isNew = cluster.api().create(cluster.jobs(), made, ClusterApi.Mode.REAL).isPresent();
    if (!isNew && cluster.coordinatorJob(job).isEmpty()) {
      throw KubernetesCluster.taken("job " + job);
    }
    return isNew;
  }

  private ProblemException missing(String name) {
    List<String> names =
        all().stream().map(job -> job.path("metadata").path("name").asText()).toList();
    String hint =
        names.isEmpty()
            ? "There is none; make one: realign submit SPEC --schedule CRON"
            : NearestName.hint(name, names);
    return new ProblemException(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-786", "schedule", name, "must be in namespace " + cluster.namespace(), hint));
  }
}
