package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Kueue's own object of a Job that waits in a queue: Kueue takes back a suspension that is not its
 * own, so that stopping goes by the Workload. Written after its documentation; not run against it.
 */
record KueueWorkloads(ClusterApi api, String namespace) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "kueue.x-k8s.io/v1beta1";

  /**
   * Lets a Job's Workload compete for admission, or not.
   *
   * @return false when there is no Workload, so that the Job itself has to be told
   */
  boolean activate(JsonNode job, boolean active) {
    Resource kind = Resource.of(VERSION, namespace, "workloads");
    Optional<JsonNode> workload = find(kind, job.path("metadata").path("uid").asText());
    ObjectNode change = JSON.createObjectNode();
    change.putObject("spec").put("active", active);
    return workload.flatMap(w -> api.patch(kind.named(Json.name(w)), change)).isPresent();
  }

  private Optional<JsonNode> find(Resource kind, String jobUid) {
    try {
      return api.list(kind, "").items().stream().filter(w -> isOwnedBy(w, jobUid)).findFirst();
    } catch (ClusterException notInstalled) {
      if (notInstalled.exitCode() == realign.spec.ExitCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw notInstalled;
    }
  }

  private static boolean isOwnedBy(JsonNode workload, String uid) {
    for (JsonNode owner : workload.path("metadata").path("ownerReferences")) {
      if (owner.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return false;
  }
}
