package realign.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Job as the cluster tells of it at one moment.
 *
 * @param component what it is of a run: see {@link realign.render.Labels#COMPONENT}
 * @param reason why it ended, such as {@code PodFailurePolicy}; empty while it has not
 * @param message the same in the cluster's words
 * @param active pods that are pending or run
 * @param completed indexes that succeeded; empty where it has none
 * @param failed indexes that failed for good; empty where it has none
 * @param ended when it ended, or null
 * @param annotations those of its pods
 * @param scopes the scopes that its arguments name, in their order: an index counts in them
 * @param queue name of the queue whose admission it waits for when it is suspended, or empty
 * @param started since when it may have pods, anew each time that it was suspended; null before
 * @param ready pods that run; null where the cluster does not say
 */
public record JobView(
    String name,
    String uid,
    String component,
    State state,
    String reason,
    String message,
    int active,
    List<Integer> completed,
    List<Integer> failed,
    Instant created,
    @Nullable Instant ended,
    Map<String, String> annotations,
    List<String> scopes,
    String queue,
    @Nullable Instant started,
    @Nullable Integer ready) {

  /** How a Job stands. */
  public enum State {
    /** Told to have no pods. */
    SUSPENDED,
    /** Has pods, or will have some. */
    ACTIVE,
    COMPLETE,
    FAILED
  }

  public JobView {
    completed = List.copyOf(completed);
    failed = List.copyOf(failed);
    annotations = Map.copyOf(annotations);
    scopes = List.copyOf(scopes);
  }

  /** Whether it may have pods, and none of them runs. */
  public boolean isPending() {
    return state == State.ACTIVE && (active == 0 || (ready != null && ready == 0));
  }

  /** Whether the cluster ended it, since its {@code activeDeadlineSeconds} had passed. */
  public boolean isPastDeadline() {
    return state == State.FAILED && reason.equals("DeadlineExceeded");
  }

  /** Whether nothing will come of it any more. */
  public boolean hasEnded() {
    return state == State.COMPLETE || state == State.FAILED;
  }
}
