package realign.render;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunId;
import realign.spec.Target;

/**
 * A run and where it is placed: all that its Jobs say.
 *
 * @param run id of the run
 * @param identity identity of its spec, in hexadecimal digits
 * @param target with a cluster; its store's address must hold in any directory
 * @param schedule {@code NAME/VERSION} of the schedule that began it, or null: such a run has a
 *     deadline
 */
public record RunPlacement(String run, String identity, Target target, @Nullable String schedule) {
  private static final Pattern SCHEDULE = Pattern.compile("[a-z0-9-]+/[0-9a-f]+");

  /**
   * Checks all of it.
   *
   * @throws ProblemException when the run is no run id, or the target names no cluster
   */
  public RunPlacement {
    run = new RunId(run).text();
    identity = Nightly.requireIdentity(identity);
    cluster(target);
    if (schedule != null && !SCHEDULE.matcher(schedule).matches()) {
      throw new IllegalArgumentException("schedule must be NAME/VERSION, but is " + schedule);
    }
  }

  /** How the run is placed in its cluster. */
  public ClusterTarget cluster() {
    return Objects.requireNonNull(target.cluster());
  }

  /**
   * The cluster of a target.
   *
   * @throws ProblemException when it names none
   */
  public static ClusterTarget cluster(Target target) {
    ClusterTarget cluster = target.cluster();
    if (cluster == null) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-760",
              "cluster",
              null,
              "must be in the target of a run in a cluster",
              "Add cluster: {image: NAME} to the target file, and give it by --target FILE"));
    }
    return cluster;
  }
}
