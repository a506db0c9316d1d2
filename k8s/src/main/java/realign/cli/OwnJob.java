package realign.cli;

import java.util.Optional;
import realign.cluster.Cluster;
import realign.cluster.ClusterException;
import realign.cluster.JobView;
import realign.cluster.PodView;
import realign.render.FailurePolicy;
import realign.render.RunObjects;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;

/** The Job of the coordinator that asks. */
record OwnJob(Cluster cluster, String run, ClusterTarget placed) {

  /** Empty where a person coordinates from outside. */
  Optional<JobView> find() {
    return cluster.jobs(run).stream().filter(job -> job.name().equals(run)).findFirst();
  }

  /**
   * Whether the cluster starts another coordinator after this one; not where it cannot be asked.
   */
  boolean isTriedAgain(ExitCode exit) {
    return switch (FailurePolicy.of(exit)) {
      case IGNORE -> true;
      case COUNT -> hasTries();
      case END, NONE -> false;
    };
  }

  private boolean hasTries() {
    try {
      return find().filter(job -> !job.hasEnded()).isPresent()
          && spent() < RunObjects.coordinatorRetries(placed);
    } catch (ClusterException away) {
      return false;
    }
  }

  private long spent() {
    return cluster.pods(run).stream().filter(pod -> pod.job().equals(run) && hasSpent(pod)).count();
  }

  private static boolean hasSpent(PodView pod) {
    Integer code = pod.exitCode();
    return code != null && !pod.disrupted() && FailurePolicy.spendsTry(code);
  }
}
