package realign.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;

/**
 * The Jobs of a run that goes on, however it came to rest. Not for whether it should.
 *
 * @param jobs those that were seen
 */
record RunJobs(KubernetesCluster cluster, String run, List<JobView> jobs) {
  RunJobs {
    jobs = List.copyOf(jobs);
  }

  static RunJobs of(KubernetesCluster cluster, String run) {
    return new RunJobs(cluster, run, cluster.jobs(run));
  }

  Optional<JobView> coordinator() {
    return jobs.stream().filter(job -> job.name().equals(run)).findFirst();
  }

  /** What failed is made anew by the coordinator, which goes on last: it would see the failure. */
  void resume() {
    List<JobView> order = new ArrayList<>(CoordinatorFirst.of(jobs, run));
    Collections.reverse(order);
    for (JobView job : order) {
      if (job.state() == JobView.State.FAILED) {
        cluster.delete(job.name(), job.uid());
      } else {
        cluster.suspend(job.name(), false);
      }
    }
  }

  /** None of the old Jobs is left when the new coordinator looks: it would see their failures. */
  void begin(CoordinatorJob job) {
    CoordinatorFirst.of(jobs, run).forEach(old -> cluster.delete(old.name(), old.uid()));
    create(job);
  }

  /** A Job that was told to go still has the name until it is gone. */
  void create(CoordinatorJob job) {
    while (!cluster.create(job.render())) {
      if (of(cluster, run).coordinator().isPresent()) {
        return; // somebody else was as fast
      }
      cluster.awaitGone(run);
    }
  }
}
