package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import realign.cluster.ClusterException;
import realign.cluster.Diagnosis;
import realign.cluster.EventView;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.cluster.PodView;
import realign.coordinator.StopMark;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/**
 * A run's Jobs and pods at a moment, and why they do not get on. Not for how far scopes are: the
 * store knows that.
 *
 * @param stopped who stopped the run, or null
 */
record RunInCluster(
    String run,
    String namespace,
    List<JobView> jobs,
    List<PodView> pods,
    List<EventView> events,
    @Nullable StopMark stopped) {

  /** Asks the cluster; empty when it has no Job of the run. */
  static Optional<RunInCluster> read(KubernetesCluster cluster, ObjectStore store, String run) {
    List<JobView> jobs = cluster.jobs(run);
    if (jobs.isEmpty()) {
      return Optional.empty();
    }
    List<PodView> pods = cluster.pods(run);
    StopMark stopped = StopMark.find(store, run).orElse(null);
    return Optional.of(
        new RunInCluster(
            run, cluster.namespace(), jobs, pods, events(cluster, jobs, pods), stopped));
  }

  /** Whoever may not read events still sees all else. */
  private static List<EventView> events(
      KubernetesCluster cluster, List<JobView> jobs, List<PodView> pods) {
    try {
      return cluster.events(jobs, pods);
    } catch (ClusterException refused) {
      if (refused.exitCode() == ExitCode.CREDENTIALS) {
        return List.of();
      }
      throw refused;
    }
  }

  /** The Job that brings the run forward, or null when it is gone. */
  @Nullable JobView coordinator() {
    return jobs.stream().filter(job -> job.name().equals(run)).findFirst().orElse(null);
  }

  /** Whether nothing more happens by itself. */
  boolean hasEnded() {
    JobView coordinator = coordinator();
    return coordinator == null ? jobs.stream().allMatch(JobView::hasEnded) : coordinator.hasEnded();
  }

  List<Diagnosis> diagnoses() {
    return Diagnosis.of(jobs, pods, events, stopped != null);
  }

  /** A table of the Jobs, then what is to be said of them, a line each. */
  String text() {
    Table table = new Table().row("JOB", "STATE", "PODS");
    jobs.forEach(job -> table.row(job.name(), state(job), pods(job)));
    String causes = diagnoses().stream().map(cause -> cause + "\n").collect(Collectors.joining());
    String mark =
        stopped == null
            ? ""
            : "stopped by "
                + stopped.by()
                + " at "
                + stopped.time()
                + "; realign restart "
                + run
                + " lets it go on\n";
    return table.render() + (causes.isEmpty() && mark.isEmpty() ? "" : "\n" + mark + causes);
  }

  private static String state(JobView job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  /** {@code 2 running, 1 pending; 3 done, 1 failed}. */
  private String pods(JobView job) {
    List<String> parts = new ArrayList<>();
    for (PodView.Phase phase : List.of(PodView.Phase.RUNNING, PodView.Phase.PENDING)) {
      long count = own(job).stream().filter(pod -> pod.phase() == phase).count();
      if (count > 0) {
        parts.add(count + " " + phase.name().toLowerCase(Locale.ROOT));
      }
    }
    if (!job.completed().isEmpty()) {
      parts.add(job.completed().size() + " done");
    }
    if (!job.failed().isEmpty()) {
      parts.add(job.failed().size() + " failed");
    }
    return String.join(", ", parts);
  }

  private List<PodView> own(JobView job) {
    return pods.stream().filter(pod -> pod.job().equals(job.name())).toList();
  }

  void add(ObjectNode json) {
    json.put("namespace", namespace);
    json.put("stoppedBy", stopped == null ? null : stopped.by());
    for (JobView job : jobs) {
      ObjectNode each = json.withArrayProperty("jobs").addObject();
      each.put("name", job.name()).put("component", job.component()).put("state", state(job));
      each.put("reason", job.reason()).put("message", job.message());
      own(job).forEach(pod -> add(pod, each.withArrayProperty("pods").addObject()));
    }
    json.withArrayProperty("causes");
    for (Diagnosis cause : diagnoses()) {
      json.withArrayProperty("causes")
          .addObject()
          .put("object", cause.object())
          .put("cause", cause.cause())
          .put("fix", cause.fix());
    }
  }

  private static void add(PodView pod, ObjectNode json) {
    json.put("name", pod.name()).put("phase", pod.phase().name().toLowerCase(Locale.ROOT));
    json.put("index", pod.index()).put("node", pod.node()).put("exitCode", pod.exitCode());
    json.put("disrupted", pod.disrupted());
  }
}
