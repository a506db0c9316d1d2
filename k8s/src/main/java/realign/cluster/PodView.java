package realign.cluster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the cluster tells of it at one moment.
 *
 * @param job name of its Job
 * @param index its completion index, or null
 * @param node where it was placed, or null
 * @param exitCode with what its program ended, or null
 * @param termination what its program said at the end (the termination message), or empty
 * @param waiting why its program does not run, such as {@code ErrImagePull: ...}, or empty
 * @param unschedulable why no node takes it, or empty
 * @param disrupted whether it was ended from outside: preempted, evicted, its node gone
 * @param deleting whether it was told to end
 * @param ending why it ended in the cluster's word, such as {@code OOMKilled} or {@code Evicted:
 *     ...}; empty where it says no more than the exit code
 */
public record PodView(
    String name,
    String job,
    @Nullable Integer index,
    Phase phase,
    @Nullable String node,
    @Nullable Integer exitCode,
    String termination,
    String waiting,
    String unschedulable,
    boolean disrupted,
    boolean deleting,
    Instant created,
    String ending) {

  /** A pod of which the cluster says no more. */
  public PodView(
      String name,
      String job,
      @Nullable Integer index,
      Phase phase,
      @Nullable String node,
      @Nullable Integer exitCode,
      String termination,
      String waiting,
      String unschedulable,
      boolean disrupted,
      boolean deleting,
      Instant created) {
    this(
        name,
        job,
        index,
        phase,
        node,
        exitCode,
        termination,
        waiting,
        unschedulable,
        disrupted,
        deleting,
        created,
        "");
  }

  /** Whether its program has ended, or was never to begin. */
  public boolean hasEnded() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
  }

  /** The pod's phase; {@code UNKNOWN} for one that a newer cluster has. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN
  }
}
