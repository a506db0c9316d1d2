package realign.cli;

import java.util.Comparator;
import java.util.List;
import realign.cluster.JobView;

/** The order in which Jobs are stopped: none may be created by one that still runs. */
final class CoordinatorFirst {
  private CoordinatorFirst() {}

  static List<JobView> of(List<JobView> jobs, String run) {
    return jobs.stream()
        .sorted(Comparator.comparing((JobView job) -> !job.name().equals(run)))
        .toList();
  }
}
