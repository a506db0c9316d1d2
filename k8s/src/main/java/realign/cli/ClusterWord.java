package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.cluster.JobView;

/**
 * What a cluster knows of a run, in one word, from its Jobs alone. Not for why it does not get on:
 * see {@link RunInCluster}.
 *
 * @param state {@code queued} (Kueue has not admitted it), {@code pending} (its pods wait), {@code
 *     running}, {@code suspended}, {@code failed} or {@code complete}
 * @param job name of the Job that says it
 * @param reason the cluster's reason of a failure, or null
 */
record ClusterWord(String state, String job, @Nullable String reason) {

  /**
   * Of a run.
   *
   * @param jobs those of the run; empty gives empty
   */
  static Optional<ClusterWord> of(String run, List<JobView> jobs) {
    Optional<JobView> coordinator = jobs.stream().filter(job -> job.name().equals(run)).findFirst();
    if (coordinator.filter(ClusterWord::decides).isPresent()) {
      return coordinator.map(ClusterWord::of);
    }
    Optional<JobView> work =
        jobs.stream()
            .filter(job -> !job.name().equals(run))
            .filter(job -> coordinator.isEmpty() || !job.hasEnded())
            .min(Comparator.comparing(ClusterWord::rank));
    return work.or(() -> coordinator).map(ClusterWord::of);
  }

  /** A coordinator that has ended, or may not work, has the last word; else its work tells more. */
  private static boolean decides(JobView coordinator) {
    return coordinator.state() != JobView.State.ACTIVE;
  }

  /** Of Jobs side by side the one that gets on speaks, then the one that failed. */
  private static int rank(JobView job) {
    return List.of("running", "failed", "pending", "queued", "suspended", "complete")
        .indexOf(word(job));
  }

  private static ClusterWord of(JobView job) {
    boolean failed = job.state() == JobView.State.FAILED;
    return new ClusterWord(word(job), job.name(), failed ? job.reason() : null);
  }

  private static String word(JobView job) {
    return switch (job.state()) {
      case SUSPENDED -> job.queue().isEmpty() ? "suspended" : "queued";
      case ACTIVE -> job.isPending() ? "pending" : "running";
      case FAILED -> "failed";
      case COMPLETE -> "complete";
    };
  }

  void add(ObjectNode json) {
    json.put("state", state).put("job", job).put("reason", reason);
  }
}
