package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.render.Labels;

/** What Jobs and pods of any version of Kubernetes say, as far as it concerns a run. */
final class Views {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  /** A Job of this label is suspended and resumed by Kueue alone. */
  static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private Views() {}

  static JobView job(JsonNode json) {
    JsonNode complete = Json.condition(json, "Complete");
    JsonNode end = complete.isMissingNode() ? Json.condition(json, "Failed") : complete;
    JsonNode status = json.path("status");
    return new JobView(
        Json.name(json),
        json.path("metadata").path("uid").asText(),
        Json.label(json, Labels.COMPONENT),
        state(json, complete, end),
        end.path("reason").asText(),
        end.path("message").asText(),
        status.path("active").asInt(),
        Json.indexes(status.path("completedIndexes")),
        Json.indexes(status.path("failedIndexes")),
        Json.created(json),
        Json.time(end.path("lastTransitionTime")),
        Json.texts(json.path("spec").path("template").path("metadata").path("annotations")),
        scopes(json),
        Json.label(json, QUEUE),
        Json.time(status.path("startTime")),
        status.has("ready") ? status.path("ready").asInt() : null);
  }

  private static JobView.State state(JsonNode json, JsonNode complete, JsonNode end) {
    if (!complete.isMissingNode()) {
      return JobView.State.COMPLETE;
    }
    if (!end.isMissingNode()) {
      return JobView.State.FAILED;
    }
    boolean suspended = json.path("spec").path("suspend").asBoolean();
    return suspended ? JobView.State.SUSPENDED : JobView.State.ACTIVE;
  }

  private static List<String> scopes(JsonNode job) {
    List<String> scopes = new ArrayList<>();
    String before = "";
    JsonNode pod = job.path("spec").path("template").path("spec");
    for (JsonNode argument : pod.path("containers").path(0).path("args")) {
      if (before.equals("--scope")) {
        scopes.add(argument.asText());
      }
      before = argument.asText();
    }
    return scopes;
  }

  static PodView pod(JsonNode json) {
    JsonNode status = json.path("status");
    JsonNode state = status.path("containerStatuses").path(0).path("state");
    JsonNode terminated = state.path("terminated");
    String node = json.path("spec").path("nodeName").asText();
    return new PodView(
        Json.name(json),
        jobName(json),
        index(json),
        phase(status.path("phase").asText()),
        node.isEmpty() ? null : node,
        terminated.has("exitCode") ? terminated.path("exitCode").asInt() : null,
        terminated.path("message").asText(),
        waiting(state.path("waiting")),
        unschedulable(json),
        !Json.condition(json, "DisruptionTarget").isMissingNode(),
        json.path("metadata").has("deletionTimestamp"),
        Json.created(json),
        ending(terminated, status));
  }

  private static String jobName(JsonNode pod) {
    String name = Json.label(pod, Labels.JOB);
    return name.isEmpty() ? Json.label(pod, "job-name") : name;
  }

  private static @Nullable Integer index(JsonNode pod) {
    String index = pod.path("metadata").path("annotations").path(INDEX).asText();
    return index.matches("\\d{1,9}") ? Integer.valueOf(index) : null;
  }

  private static PodView.Phase phase(String name) {
    try {
      return PodView.Phase.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return PodView.Phase.UNKNOWN;
    }
  }

  /** Waiting without a message is the ordinary start. */
  private static String waiting(JsonNode waiting) {
    String message = waiting.path("message").asText();
    String reason = waiting.path("reason").asText();
    boolean ordinary = reason.equals("ContainerCreating") || reason.equals("PodInitializing");
    return ordinary || reason.isEmpty() ? "" : message.isEmpty() ? reason : reason + ": " + message;
  }

  private static String unschedulable(JsonNode pod) {
    return Json.condition(
            pod,
            c ->
                c.path("type").asText().equals("PodScheduled")
                    && c.path("reason").asText().equals("Unschedulable"))
        .path("message")
        .asText();
  }

  /** {@code Error} and {@code Completed} only repeat what the exit code says. */
  private static String ending(JsonNode terminated, JsonNode status) {
    String reason = terminated.path("reason").asText();
    if (!reason.isEmpty() && !reason.equals("Error") && !reason.equals("Completed")) {
      return reason;
    }
    String pod = status.path("reason").asText();
    return pod.isEmpty() ? "" : pod + ": " + status.path("message").asText();
  }
}
