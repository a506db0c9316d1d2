package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubernetes.client.openapi.models.V1Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import realign.render.Labels;
import realign.spec.ExitCode;
import realign.spec.Problem;

/** A namespace of a real cluster. Not for where it is found: see {@link Clusters}. */
public final class KubernetesCluster implements Cluster {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Pods get their grace; one that is not gone by then has lost its node. */
  private static final Duration LONGEST_DELETE = Duration.ofMinutes(3);

  private final ClusterApi api;
  private final String namespace;

  /** Versions of the collections when they were last read, by run and kind. */
  private final Map<String, String> seen = new HashMap<>();

  KubernetesCluster(ClusterApi api, String namespace) {
    this.api = api;
    this.namespace = namespace;
  }

  /**
   * The same cluster, which is tried for so long when it cannot be reached: see {@link
   * Clusters#FOR_EVER}.
   */
  public KubernetesCluster patient(Duration longest) {
    return new KubernetesCluster(api.patient(longest), namespace);
  }

  /** Requests for what is not here. */
  public ClusterApi api() {
    return api;
  }

  @Override
  public String namespace() {
    return namespace;
  }

  /** Jobs of this namespace. */
  public Resource jobs() {
    return Resource.of("batch/v1", namespace, "jobs");
  }

  /** Pods of this namespace. */
  public Resource pods() {
    return Resource.of("v1", namespace, "pods");
  }

  /** CronJobs of this namespace. */
  public Resource cronJobs() {
    return Resource.of("batch/v1", namespace, "cronjobs");
  }

  @Override
  public List<JobView> jobs(String run) {
    ClusterApi.Listing own = api.list(jobs(), label(Labels.RUN, run));
    remember("jobs/" + run, own.version());
    List<JsonNode> all = new ArrayList<>(own.items());
    if (all.stream().noneMatch(job -> Json.name(job).equals(run))) {
      api.find(jobs().named(run)).ifPresent(all::add); // a night's coordinator has no such label
    }
    return all.stream()
        .map(Views::job)
        .sorted(Comparator.comparing(JobView::created).thenComparing(JobView::name))
        .toList();
  }

  @Override
  public List<PodView> pods(String run) {
    ClusterApi.Listing own = api.list(pods(), label(Labels.RUN, run));
    remember("pods/" + run, own.version());
    Map<String, JsonNode> all = new HashMap<>();
    own.items().forEach(pod -> all.put(Json.name(pod), pod));
    api.list(pods(), label(Labels.JOB, run)).items().forEach(pod -> all.put(Json.name(pod), pod));
    return all.values().stream()
        .map(Views::pod)
        .sorted(Comparator.comparing(PodView::created).thenComparing(PodView::name))
        .toList();
  }

  private static String label(String key, String value) {
    return key + "=" + value;
  }

  private synchronized void remember(String what, String version) {
    seen.put(what, version);
  }

  private synchronized @Nullable String seen(String what) {
    return seen.get(what);
  }

  @Override
  public boolean create(V1Job job) {
    return create(job, ClusterApi.Mode.REAL);
  }

  /** Creates a Job, or lets the cluster say whether it would. */
  public boolean create(V1Job job, ClusterApi.Mode mode) {
    return api.create(jobs(), job.apiVersion("batch/v1").kind("Job"), mode).isPresent();
  }

  @Override
  public void suspend(String job, boolean suspended) {
    Optional<JsonNode> now = api.find(jobs().named(job));
    if (now.isEmpty() || Views.job(now.get()).hasEnded()) {
      return;
    }
    boolean queued = !Json.label(now.get(), Views.QUEUE).isEmpty();
    if (!queued || !new KueueWorkloads(api, namespace).activate(now.get(), !suspended)) {
      var change = JSON.createObjectNode();
      change.putObject("spec").put("suspend", suspended);
      api.patch(jobs().named(job), change);
    }
  }

  @Override
  public void delete(String job) {
    Optional<JsonNode> now = api.find(jobs().named(job));
    if (now.isEmpty() || !api.delete(jobs().named(job), "Foreground")) {
      return;
    }
    String uid = Views.job(now.get()).uid();
    long end = System.nanoTime() + LONGEST_DELETE.toNanos();
    while (api.find(jobs().named(job)).filter(j -> Views.job(j).uid().equals(uid)).isPresent()) {
      if (System.nanoTime() - end > 0) {
        throw lingering(job);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private ClusterException lingering(String job) {
    Problem problem =
        new Problem(
            "RLN-779",
            "job " + job,
            null,
            "must be gone before it can be made again, but a pod of it has not confirmed its end"
                + " within "
                + LONGEST_DELETE.toMinutes()
                + " minutes",
            "Delete the node that is lost, or taint it node.kubernetes.io/out-of-service");
    return new ClusterException(ExitCode.FAILED, problem, null);
  }

  /** Counts changes from what {@link #jobs} and {@link #pods} said last. */
  @Override
  public void awaitChange(String run, Duration most) {
    try (Changes changes = new Changes(api, most)) {
      String all = label(Labels.NAME, Labels.REALIGN);
      changes.watch(jobs(), all, version(jobs(), run), job -> ofRun(job, run));
      changes.watch(pods(), all, version(pods(), run), pod -> ofRun(pod, run));
      changes.await();
    }
  }

  private String version(Resource kind, String run) {
    String last = seen(kind.plural() + "/" + run);
    return last == null ? api.list(kind, label(Labels.RUN, run)).version() : last;
  }

  private static boolean ofRun(JsonNode object, String run) {
    return Json.label(object, Labels.RUN).equals(run)
        || Json.label(object, Labels.JOB).equals(run)
        || Json.name(object).equals(run);
  }

  /** What the cluster noted about Jobs and pods of a run, oldest first. */
  public List<EventView> events(List<JobView> jobs, List<PodView> pods) {
    List<EventView> events = new ArrayList<>();
    jobs.stream().filter(job -> !job.hasEnded()).forEach(job -> addEvents(events, job.name()));
    pods.stream().filter(pod -> !pod.hasEnded()).forEach(pod -> addEvents(events, pod.name()));
    events.sort(Comparator.comparing(EventView::time));
    return events;
  }

  private void addEvents(List<EventView> events, String object) {
    Resource all = Resource.of("v1", namespace, "events");
    api.listByFields(all, "involvedObject.name=" + object).items().stream()
        .map(EventView::of)
        .forEach(events::add);
  }

  @Override
  public void close() {
    api.close();
  }
}
