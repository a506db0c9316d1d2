package realign.cli;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.cluster.Clusters;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.cluster.PodView;
import realign.cluster.RunLogs;
import realign.coordinator.StopMark;
import realign.spec.ExitCode;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** Waits for the end of a run in a cluster, and tells what happens on the way. */
final class RunWait {
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private final Talk talk;
  private final KubernetesCluster cluster;
  private final ObjectStore store;
  private final String run;
  private final Map<String, JobView.State> states = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  RunWait(
      Surroundings surroundings,
      Talk talk,
      KubernetesCluster cluster,
      ObjectStore store,
      String run) {
    this.surroundings = surroundings;
    this.talk = talk;
    this.cluster = cluster.patient(Clusters.FOR_EVER);
    this.store = store;
    this.run = run;
  }

  /** What pods say goes to stderr from now on. */
  Thread showLogs() {
    RunLogs logs =
        new RunLogs(
            cluster, run, null, false, LogsCommand.sink(surroundings.terminal().err(), true));
    Thread thread = new Thread(logs::follow, "logs of " + run);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Returns when the run has ended, or was stopped, with the code of its end. */
  ExitCode follow() {
    boolean seen = false;
    while (true) {
      Optional<RunInCluster> now = look();
      now.ifPresent(this::tell);
      seen |= now.isPresent();
      Optional<ExitCode> exit = now.isPresent() ? exit(now.get()) : gone(seen);
      if (exit.isPresent()) {
        return exit.get();
      }
      cluster.awaitChange(run, LOOK);
    }
  }

  private Optional<RunInCluster> look() {
    while (true) {
      try {
        return RunInCluster.read(cluster, store, run);
      } catch (StoreException away) {
        talk.say(talk.note("warn", away.words()));
        cluster.awaitChange(run, LOOK);
      }
    }
  }

  private Optional<ExitCode> gone(boolean seen) {
    if (!seen) {
      return Optional.empty();
    }
    talk.say("the Jobs of " + run + " were deleted; what is committed stays in the store");
    return Optional.of(ExitCode.NOT_FOUND);
  }

  private void tell(RunInCluster now) {
    for (JobView job : now.jobs()) {
      if (states.put(job.name(), job.state()) != job.state()) {
        talk.say(job.name() + "  " + job.state().name().toLowerCase(Locale.ROOT));
      }
    }
    now.diagnoses().stream().map(Object::toString).filter(told::add).forEach(talk::say);
  }

  private Optional<ExitCode> exit(RunInCluster now) {
    JobView coordinator = now.coordinator();
    if (coordinator != null && coordinator.hasEnded()) {
      return Optional.of(exit(now, coordinator));
    }
    boolean open = now.pods().stream().anyMatch(pod -> !pod.hasEnded());
    boolean rests = now.jobs().stream().noneMatch(job -> job.state() == JobView.State.ACTIVE);
    return now.stopped() != null && !open && rests
        ? Optional.of(stopped(now.stopped()))
        : Optional.empty();
  }

  private ExitCode stopped(StopMark mark) {
    talk.say(run + " was stopped by " + mark.by() + "; realign restart " + run);
    return ExitCode.PREEMPTED;
  }

  /** The store's word first: it lasts longer than pods, and a stopped coordinator completes. */
  private ExitCode exit(RunInCluster now, JobView coordinator) {
    StoredReport report = report();
    if (report != null) {
      return report.exitCode();
    }
    if (coordinator.state() == JobView.State.COMPLETE && now.stopped() != null) {
      return stopped(now.stopped());
    }
    return exit(coordinator, now.pods());
  }

  private @Nullable StoredReport report() {
    while (true) {
      try {
        return StoredReport.find(store, run);
      } catch (StoreException away) {
        talk.say(talk.note("warn", away.words()));
        cluster.awaitChange(run, LOOK);
      }
    }
  }

  /** The code of the coordinator's last pod; the cluster's own reasons where there is none. */
  private static ExitCode exit(JobView coordinator, List<PodView> pods) {
    if (coordinator.state() == JobView.State.COMPLETE) {
      return ExitCode.DONE;
    }
    if (coordinator.isPastDeadline()) {
      return ExitCode.BUDGET;
    }
    return pods.stream()
        .filter(pod -> pod.job().equals(coordinator.name()) && !pod.disrupted())
        .sorted(Comparator.comparing(PodView::created).reversed())
        .map(PodView::exitCode)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .map(ExitCode::of)
        .filter(exit -> exit != ExitCode.DONE)
        .orElse(ExitCode.FAILED);
  }
}
