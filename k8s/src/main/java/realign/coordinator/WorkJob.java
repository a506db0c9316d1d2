package realign.coordinator;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import realign.cluster.JobView;
import realign.cluster.PodView;

/**
 * A Job of a phase that is in the cluster, and its pods that are still there. Its scopes are those
 * that it was created with: the phase may have fewer by now, and an index counts from the old ones.
 */
record WorkJob(JobView view, List<PodView> pods) {
  /** How often a Job may end without finishing its scopes before that is an error. */
  static final int MOST_CREATIONS = 3;

  /** Exit codes above this are signals. */
  private static final int FIRST_SIGNAL = 128;

  /** The virtual machine's own end after a crash, which counts as a failure. */
  private static final int ABORTED = 134;

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

  /**
   * Pods of each index that ended by a signal, not by a node's, and began after any of its scopes
   * committed something. Empty is the index of a Job that has none.
   *
   * @param commits when each scope last committed something
   */
  Map<Optional<Integer>, Long> killed(Map<String, Instant> commits) {
    return pods.stream()
        .filter(WorkJob::isKilled)
        .filter(pod -> pod.created().isAfter(newest(commits, Optional.ofNullable(pod.index()))))
        .collect(
            Collectors.groupingBy(pod -> Optional.ofNullable(pod.index()), Collectors.counting()));
  }

  private Instant newest(Map<String, Instant> commits, Optional<Integer> index) {
    return index.map(this::scopesOf).orElse(scopes()).stream()
        .map(scope -> commits.getOrDefault(scope, Instant.EPOCH))
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** The one of an index; none where it has no such. */
  List<String> scopesOf(int index) {
    return index >= 0 && index < scopes().size() ? List.of(scopes().get(index)) : List.of();
  }

  private static boolean isKilled(PodView pod) {
    Integer code = pod.exitCode();
    return !pod.disrupted() && code != null && code > FIRST_SIGNAL && code != ABORTED;
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
