package realign.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Brings the Jobs of a run to rest that carries the mark of a stop. A coordinator that had looked
 * before the mark may still create a Job: only when its pod is gone nothing can come any more.
 */
final class RunStop {
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Longer than a living coordinator needs to look and to end; in nanoseconds. */
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();

  private final KubernetesCluster cluster;
  private final String run;
  private final Talk talk;
  private final String schedule;
  private final Set<String> told = new HashSet<>();

  RunStop(KubernetesCluster cluster, String run, Talk talk) {
    this.cluster = cluster;
    this.run = run;
    this.talk = talk;
    this.schedule = cluster.schedule(run);
  }

  /** Returns when nothing of the run computes or can begin to; or tells what keeps it. */
  void toTheEnd() {
    long end = System.nanoTime() + LONGEST;
    List<JobView> jobs = cluster.jobs(run);
    boolean any = jobs.stream().anyMatch(job -> !job.hasEnded());
    suspend(jobs);
    while (any && canCreate()) {
      if (System.nanoTime() - end > 0) {
        talk.say(talk.note("warn", lingering()));
        break;
      }
      cluster.awaitChange(run, LOOK);
      suspend(cluster.jobs(run));
    }
    requireRest();
    talk.say("stopped " + run + (any ? "" : ", which has no Jobs that could go on"));
    if (!schedule.isEmpty()) {
      talk.say(
          "nights of " + schedule + " go on; to pause them: realign schedule suspend " + schedule);
    }
  }

  /** Jobs that this command has not told, and those that somebody let go on meanwhile. */
  private void suspend(List<JobView> jobs) {
    for (JobView job : CoordinatorFirst.of(jobs, run)) {
      boolean rests = job.hasEnded() || isCoordinatorOfNight(job);
      if (!rests && (told.add(job.uid()) || job.state() == JobView.State.ACTIVE)) {
        cluster.suspend(job.name(), true);
      }
    }
  }

  /** The mark ends it: suspended it would be a night under way, and keep all later ones from it. */
  private boolean isCoordinatorOfNight(JobView job) {
    return !schedule.isEmpty() && job.name().equals(run);
  }

  private boolean canCreate() {
    boolean ended =
        cluster.jobs(run).stream()
            .filter(job -> job.name().equals(run))
            .allMatch(job -> job.hasEnded() || !isCoordinatorOfNight(job));
    return !ended
        || cluster.pods(run).stream().anyMatch(pod -> pod.job().equals(run) && !pod.hasEnded());
  }

  private String lingering() {
    return "the coordinator's pod has not confirmed its end; whenever it looks again it sees the"
        + " mark and ends. If its node is lost, see realign status "
        + run;
  }

  /** Kueue takes back a suspension that is not its own, where nobody may tell it. */
  private void requireRest() {
    List<JobView> jobs = cluster.jobs(run);
    suspend(jobs);
    List<String> running =
        cluster.jobs(run).stream()
            .filter(job -> job.state() == JobView.State.ACTIVE && !isCoordinatorOfNight(job))
            .filter(job -> job.queue().isEmpty() || job.active() > 0)
            .map(JobView::name)
            .toList();
    if (!running.isEmpty()) {
      throw new ProblemException(
          ExitCode.FAILED,
          new Problem(
              "RLN-821",
              "job " + String.join(", ", running),
              null,
              "must rest, but somebody lets it go on as soon as it is suspended",
              "With Kueue the Role needs list and patch on workloads.kueue.x-k8s.io: realign render"
                  + " --install, with the target that names the queue"));
    }
  }
}
