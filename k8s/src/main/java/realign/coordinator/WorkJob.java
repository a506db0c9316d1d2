package realign.coordinator;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import realign.cluster.JobView;
import realign.cluster.PodView;

/**
 * A Job of a phase that is in the cluster, and its pods that are still there. Its scopes are those
 * that it was created with: the phase may have fewer by now, and an index counts from the old ones.
 */
record WorkJob(JobView view, List<PodView> pods) {
  /** How often a Job may end without finishing its scopes before that is an error. */
  static final int MOST_CREATIONS = 3;

  /** Annotation of pods: how often the Job was created by now. */
  static final String CREATION = "realign/creation";

  /** Notes in a Job what {@link #creation} reads. */
  static V1Job marked(V1Job job, int creation) {
    V1ObjectMeta pod =
        Objects.requireNonNull(Objects.requireNonNull(job.getSpec()).getTemplate().getMetadata());
    Map<String, String> annotations = new TreeMap<>();
    if (pod.getAnnotations() != null) {
      annotations.putAll(pod.getAnnotations());
    }
    annotations.put(CREATION, String.valueOf(creation));
    pod.setAnnotations(annotations);
    return job;
  }

  String name() {
    return view.name();
  }

  List<String> scopes() {
    return view.scopes();
  }

  int creation() {
    String count = view.annotations().getOrDefault(CREATION, "");
    return count.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(count) : 1;
  }

  /** Why the whole Job failed. */
  Failure failure() {
    return Failure.of(view, pods);
  }

  /** Why scopes failed, by scope, where each has an index of its own. */
  Map<String, Failure> failures() {
    Map<String, Failure> failures = new LinkedHashMap<>();
    for (int index : view.failed()) {
      if (index < scopes().size()) {
        failures.put(scopes().get(index), Failure.of(view, pods, index));
      }
    }
    return failures;
  }
}
