package realign.cluster;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.render.Labels;

/**
 * A cluster that lives as long as its process: the fake that ships beside {@link Cluster}. It runs
 * nothing: a test tells it how pods end, and what happens while somebody waits.
 */
public final class MemoryCluster implements Cluster {
  private final Clock clock;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final List<PodView> pods = new ArrayList<>();
  private final List<String> creations = new ArrayList<>();
  private Runnable whileWaiting = () -> {};
  private int names;

  /** A cluster without Jobs. */
  public MemoryCluster(Clock clock) {
    this.clock = clock;
  }

  private static final class Job {
    private JobView view;
    private final @Nullable Integer indexes;
    private final String schedule;

    private Job(JobView view, @Nullable Integer indexes, String schedule) {
      this.view = view;
      this.indexes = indexes;
      this.schedule = schedule;
    }

    private int indexes() {
      return indexes == null ? 1 : indexes;
    }

    private void set(JobView.State state, String reason, Clock clock) {
      view =
          new JobView(
              view.name(),
              view.uid(),
              view.component(),
              state,
              reason,
              "",
              state == JobView.State.ACTIVE ? 1 : 0,
              view.completed(),
              view.failed(),
              view.created(),
              state == JobView.State.COMPLETE || state == JobView.State.FAILED
                  ? clock.instant()
                  : null,
              view.annotations(),
              view.scopes(),
              view.queue(),
              view.started(),
              view.ready());
    }

    private void settled(Collection<Integer> completed, Collection<Integer> failed) {
      view =
          new JobView(
              view.name(),
              view.uid(),
              view.component(),
              view.state(),
              view.reason(),
              view.message(),
              view.active(),
              List.copyOf(completed),
              List.copyOf(failed),
              view.created(),
              view.ended(),
              view.annotations(),
              view.scopes(),
              view.queue(),
              view.started(),
              view.ready());
    }
  }

  /** From now on this happens whenever somebody waits for a change. */
  public void whileWaiting(Runnable change) {
    whileWaiting = change;
  }

  /** Names of all Jobs that were created, in that order, those included that are gone. */
  public List<String> creations() {
    return List.copyOf(creations);
  }

  /** A Job; there must be one of that name. */
  public JobView job(String name) {
    return require(name).view;
  }

  /** Whether there is a Job of that name. */
  public boolean has(String name) {
    return jobs.containsKey(name);
  }

  /** All of the pods of a Job end well. */
  public void succeed(String job) {
    require(job).set(JobView.State.COMPLETE, "", clock);
  }

  /** The pod of one index ends well. */
  public void succeed(String job, int index) {
    settle(job, index, true);
  }

  /** The pod of one index fails for good. */
  public void fail(String job, int index, int exitCode, String termination) {
    pod(job, index, exitCode, termination);
    settle(job, index, false);
  }

  /** A Job fails as a whole. */
  public void fail(String job, String reason, int exitCode, String termination) {
    pod(job, null, exitCode, termination);
    require(job).set(JobView.State.FAILED, reason, clock);
  }

  /** A Job has ended so long ago that the cluster forgets it. */
  public void forget(String job) {
    jobs.remove(job);
    pods.removeIf(pod -> pod.job().equals(job));
  }

  private void settle(String name, int index, boolean well) {
    Job job = require(name);
    TreeSet<Integer> completed = new TreeSet<>(job.view.completed());
    TreeSet<Integer> failed = new TreeSet<>(job.view.failed());
    (well ? completed : failed).add(index);
    job.settled(completed, failed);
    if (completed.size() + failed.size() == job.indexes()) {
      boolean all = failed.isEmpty();
      job.set(
          all ? JobView.State.COMPLETE : JobView.State.FAILED, all ? "" : "FailedIndexes", clock);
    }
  }

  private void pod(String job, @Nullable Integer index, int exitCode, String termination) {
    pods.add(
        new PodView(
            job + "-" + ++names,
            job,
            index,
            PodView.Phase.FAILED,
            "node",
            exitCode,
            termination,
            "",
            "",
            false,
            false,
            clock.instant()));
  }

  @Override
  public String namespace() {
    return "default";
  }

  @Override
  public List<JobView> jobs(String run) {
    return jobs.values().stream()
        .map(job -> job.view)
        .filter(job -> job.name().equals(run) || job.name().startsWith(run + "-"))
        .toList();
  }

  @Override
  public List<JobView> nights(String schedule) {
    return jobs.values().stream()
        .filter(job -> job.schedule.equals(schedule))
        .map(job -> job.view)
        .filter(job -> !job.hasEnded() && job.component().equals(Labels.COORDINATOR))
        .toList();
  }

  @Override
  public List<PodView> pods(String run) {
    return pods.stream().filter(pod -> pod.job().startsWith(run)).toList();
  }

  @Override
  public boolean create(V1Job job) {
    V1ObjectMeta meta = Objects.requireNonNull(job.getMetadata());
    String name = Objects.requireNonNull(meta.getName());
    if (jobs.containsKey(name)) {
      return false;
    }
    creations.add(name);
    String schedule = labels(job).getOrDefault(Labels.SCHEDULE, "");
    jobs.put(name, new Job(view(name, job), job.getSpec().getCompletions(), schedule));
    return true;
  }

  private static Map<String, String> labels(V1Job job) {
    return Objects.requireNonNull(job.getMetadata().getLabels());
  }

  private JobView view(String name, V1Job job) {
    boolean suspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
    V1ObjectMeta pod = Objects.requireNonNull(job.getSpec().getTemplate().getMetadata());
    Instant now = clock.instant();
    return new JobView(
        name,
        "uid-" + ++names,
        labels(job).getOrDefault(Labels.COMPONENT, ""),
        suspended ? JobView.State.SUSPENDED : JobView.State.ACTIVE,
        "",
        "",
        suspended ? 0 : 1,
        List.of(),
        List.of(),
        now,
        null,
        pod.getAnnotations() == null ? Map.of() : pod.getAnnotations(),
        scopes(job),
        "",
        now,
        null);
  }

  /** Those that its program is told to work on. */
  private static List<String> scopes(V1Job job) {
    List<String> scopes = new ArrayList<>();
    String before = "";
    for (V1Container container : containers(job)) {
      for (String argument : Objects.requireNonNullElse(container.getArgs(), List.<String>of())) {
        if (before.equals("--scope")) {
          scopes.add(argument);
        }
        before = argument;
      }
    }
    return scopes;
  }

  private static List<V1Container> containers(V1Job job) {
    V1PodSpec pod = job.getSpec().getTemplate().getSpec();
    return pod == null ? List.of() : pod.getContainers();
  }

  @Override
  public void suspend(String job, boolean suspended) {
    Job found = jobs.get(job);
    if (found != null && !found.view.hasEnded()) {
      found.set(suspended ? JobView.State.SUSPENDED : JobView.State.ACTIVE, "", clock);
    }
  }

  @Override
  public void delete(String job) {
    forget(job);
  }

  @Override
  public void delete(String job, String uid) {
    if (has(job) && job(job).uid().equals(uid)) {
      forget(job);
    }
  }

  @Override
  public void awaitChange(String run, Duration most) {
    whileWaiting.run();
  }

  @Override
  public void close() {}

  private Job require(String name) {
    return Objects.requireNonNull(jobs.get(name), name);
  }
}
