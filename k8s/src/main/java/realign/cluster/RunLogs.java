package realign.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The logs of a run's pods, of those too that replace others while they are followed. */
public final class RunLogs {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Pods get their grace; one that still has not ended by then has lost its node. */
  private static final Duration LAST_LINES = Duration.ofMinutes(3);

  private final KubernetesCluster cluster;
  private final String run;
  private final @Nullable String scope;
  private final boolean allAttempts;
  private final Sink sink;
  private final Set<String> begun = new HashSet<>();
  private final List<CompletableFuture<Void>> reading = new ArrayList<>();

  /** Takes lines, one at a time. */
  public interface Sink {
    /**
     * A line of a pod.
     *
     * @param source what the pod is of the run: {@code coordinator}, {@code cells/cell-003}
     */
    void line(String source, PodView pod, String line);

    /** A pod's log cannot be had, since its node does not answer. */
    default void missing(String source, PodView pod) {
      line(
          source, pod, "(the log of " + pod.name() + " cannot be had: " + pod.node() + " is away)");
    }
  }

  /** How following ended. */
  public enum Ending {
    /** There is no Job of the run. */
    NOTHING,
    /** There are Jobs, but no pod of them any more that is asked for. */
    NO_POD,
    /** All that there was, or all until the run or scope had ended. */
    ENDED,
    /** The Jobs are suspended, and nothing more comes until they are resumed. */
    SUSPENDED
  }

  /**
   * Logs of a run.
   *
   * @param scope only the pods that work on it, or null for all
   * @param allAttempts also of pods that were replaced
   */
  public RunLogs(
      KubernetesCluster cluster,
      String run,
      @Nullable String scope,
      boolean allAttempts,
      Sink sink) {
    this.cluster = cluster;
    this.run = run;
    this.scope = scope;
    this.allAttempts = allAttempts;
    this.sink = sink;
  }

  /** What there is now, pod by pod in the order in which they were created. */
  public Ending read() {
    List<JobView> jobs = cluster.jobs(run);
    List<PodView> pods = chosen(jobs, cluster.pods(run));
    pods.forEach(pod -> read(pod, source(jobs, pod)));
    return jobs.isEmpty() ? Ending.NOTHING : pods.isEmpty() ? Ending.NO_POD : Ending.ENDED;
  }

  /** Follows all pods until the run, or the scope, has ended. */
  public Ending follow() {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "log of " + run);
              thread.setDaemon(true);
              return thread;
            });
    try {
      return follow(threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private Ending follow(ExecutorService threads) {
    while (true) {
      List<JobView> jobs = cluster.jobs(run);
      List<PodView> pods = cluster.pods(run);
      if (jobs.isEmpty()) {
        return Ending.NOTHING;
      }
      chosen(jobs, pods).forEach(pod -> begin(jobs, pod, threads));
      throwRefused();
      boolean open = pods.stream().anyMatch(pod -> !pod.hasEnded());
      if (hasEnded(jobs)) {
        join();
        return Ending.ENDED;
      }
      if (!open && jobs.stream().allMatch(RunLogs::rests)) {
        join();
        return Ending.SUSPENDED;
      }
      cluster.awaitChange(run, LOOK);
    }
  }

  private static boolean rests(JobView job) {
    return job.hasEnded() || (job.state() == JobView.State.SUSPENDED && job.queue().isEmpty());
  }

  private boolean hasEnded(List<JobView> jobs) {
    if (scope != null) {
      return jobs.stream().anyMatch(job -> hasEnded(job, job.scopes().indexOf(scope)))
          || coordinatorEnded(jobs);
    }
    return coordinatorEnded(jobs);
  }

  private static boolean hasEnded(JobView job, int index) {
    return index >= 0
        && (job.hasEnded() || job.completed().contains(index) || job.failed().contains(index));
  }

  private boolean coordinatorEnded(List<JobView> jobs) {
    return jobs.stream()
        .filter(job -> job.name().equals(run))
        .findFirst()
        .map(JobView::hasEnded)
        .orElseGet(() -> jobs.stream().allMatch(JobView::hasEnded));
  }

  /** One that has ended is read as a whole before the next begins. */
  private void begin(List<JobView> jobs, PodView pod, ExecutorService threads) {
    if ((pod.phase() != PodView.Phase.RUNNING && !pod.hasEnded()) || !begun.add(pod.name())) {
      return;
    }
    String source = source(jobs, pod);
    if (pod.hasEnded()) {
      read(pod, source);
    } else {
      reading.add(CompletableFuture.runAsync(() -> follow(pod, source), threads));
    }
  }

  private void read(PodView pod, String source) {
    if (!log(pod, source).read()) {
      sink.missing(source, pod);
    }
  }

  private void follow(PodView pod, String source) {
    if (!log(pod, source).follow()) {
      sink.missing(source, pod);
    }
  }

  /** What one of them may not read is told at once, not when the run has ended. */
  private void throwRefused() {
    join(reading.stream().filter(CompletableFuture::isCompletedExceptionally).toList(), 0);
  }

  /** A pod that is lost without having ended says nothing more, and must not be waited for. */
  private void join() {
    join(reading, LAST_LINES.toMillis());
  }

  private static void join(List<CompletableFuture<Void>> all, long mostMs) {
    for (CompletableFuture<Void> one : all) {
      try {
        one.completeOnTimeout(null, mostMs, TimeUnit.MILLISECONDS).join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof ClusterException refused) {
          throw refused;
        }
        throw e;
      }
    }
  }

  private PodLog log(PodView pod, String source) {
    return new PodLog(
        cluster.api(), cluster.pods().named(pod.name()), line -> tell(source, pod, line));
  }

  private synchronized void tell(String source, PodView pod, String line) {
    sink.line(source, pod, line);
  }

  private List<PodView> chosen(List<JobView> jobs, List<PodView> pods) {
    List<PodView> own = pods.stream().filter(pod -> concerns(jobs, pod)).toList();
    if (allAttempts) {
      return own;
    }
    Map<String, PodView> newest = new HashMap<>();
    own.forEach(pod -> newest.put(pod.job() + "/" + pod.index(), pod)); // they are oldest first
    return own.stream().filter(newest::containsValue).toList();
  }

  private boolean concerns(List<JobView> jobs, PodView pod) {
    return scope == null || scopes(jobs, pod).contains(scope);
  }

  private static List<String> scopes(List<JobView> jobs, PodView pod) {
    List<String> all =
        job(jobs, pod) == null ? List.of() : Objects.requireNonNull(job(jobs, pod)).scopes();
    Integer index = pod.index();
    return index == null ? all : index < all.size() ? List.of(all.get(index)) : List.of();
  }

  private static @Nullable JobView job(List<JobView> jobs, PodView pod) {
    return jobs.stream().filter(job -> job.name().equals(pod.job())).findFirst().orElse(null);
  }

  private String source(List<JobView> jobs, PodView pod) {
    JobView job = job(jobs, pod);
    String component = job == null || job.component().isEmpty() ? pod.job() : job.component();
    List<String> scopes = scopes(jobs, pod);
    return scopes.size() == 1 ? component + "/" + scopes.get(0) : component;
  }
}
