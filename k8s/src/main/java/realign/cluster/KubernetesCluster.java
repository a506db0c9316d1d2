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
import java.util.stream.Collectors;
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

  /** Those that are told to go are none of them any more, though their names are still taken. */
  @Override
  public List<JobView> jobs(String run) {
    ClusterApi.Listing own = api.list(jobs(), label(Labels.RUN, run));
    remember("jobs/" + run, own.version());
    List<JsonNode> all = new ArrayList<>(own.items());
    if (all.stream().noneMatch(job -> Json.name(job).equals(run))) {
      api.find(jobs().named(run)).filter(KubernetesCluster::isOfANight).ifPresent(all::add);
    }
    return all.stream()
        .filter(job -> !job.path("metadata").has("deletionTimestamp"))
        .map(Views::job)
        .sorted(Comparator.comparing(JobView::created).thenComparing(JobView::name))
        .toList();
  }

  /** Jobs of all runs by run id, oldest first: one question, however many runs there are. */
  public Map<String, List<JobView>> jobsOfAllRuns() {
    return api.list(jobs(), label(Labels.NAME, Labels.REALIGN)).items().stream()
        .filter(job -> !job.path("metadata").has("deletionTimestamp"))
        .sorted(Comparator.comparing(Json::created).thenComparing(Json::name))
        .collect(
            Collectors.groupingBy(
                KubernetesCluster::runOf, Collectors.mapping(Views::job, Collectors.toList())));
  }

  private static String runOf(JsonNode job) {
    return isOfANight(job) ? Json.name(job) : Json.label(job, Labels.RUN);
  }

  /** A night's coordinator is made by the cluster, which does not know the run as a label. */
  private static boolean isOfANight(JsonNode job) {
    return isOurs(job) && Json.label(job, Labels.RUN).isEmpty();
  }

  private static boolean isOurs(JsonNode object) {
    return Json.label(object, Labels.NAME).equals(Labels.REALIGN);
  }

  @Override
  public List<JobView> nights(String schedule) {
    return coordinators(label(Labels.SCHEDULE, schedule)).stream()
        .filter(job -> !job.hasEnded())
        .toList();
  }

  /** Coordinators of the runs of all schedules, of those that have ended too. */
  public List<JobView> coordinatorsOfNights() {
    return coordinators(label(Labels.NAME, Labels.REALIGN) + "," + Labels.SCHEDULE);
  }

  private List<JobView> coordinators(String selector) {
    return api.list(jobs(), selector).items().stream()
        .filter(job -> !job.path("metadata").has("deletionTimestamp"))
        .map(Views::job)
        .filter(job -> job.component().equals(Labels.COORDINATOR))
        .toList();
  }

  /** The Job that brings a run forward, as the cluster has it; also one that was told to go. */
  public Optional<JsonNode> coordinatorJob(String run) {
    return api.find(jobs().named(run))
        .filter(job -> isOfANight(job) || Json.label(job, Labels.RUN).equals(run));
  }

  /** Name of the schedule whose night a run is, or empty. */
  public String schedule(String run) {
    return coordinatorJob(run).map(job -> Json.label(job, Labels.SCHEDULE)).orElse("");
  }

  /**
   * Makes sure that an object is no other program's before it is changed by its name.
   *
   * @throws ClusterException RLN-820 when it is
   */
  public void requireOurs(Resource object) {
    api.find(object)
        .filter(found -> !isOurs(found))
        .ifPresent(
            foreign -> {
              throw taken(object.toString());
            });
  }

  /** Nothing of this program's may take, change or delete what is not its own. */
  public static ClusterException taken(String what) {
    Problem problem =
        new Problem(
            "RLN-820",
            what,
            null,
            "must be free or this run's, but is something else's",
            "Take another name: --run ID, or --name NAME for a schedule");
    return new ClusterException(ExitCode.INVALID, problem, null);
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
    if (now.isEmpty() || !isOurs(now.get()) || Views.job(now.get()).hasEnded()) {
      return;
    }
    if (isQueued(now.get()) && activated(now.get(), !suspended)) {
      return;
    }
    var change = JSON.createObjectNode();
    change.putObject("spec").put("suspend", suspended);
    api.patch(jobs().named(job), change);
  }

  private static boolean isQueued(JsonNode job) {
    return !Json.label(job, Views.QUEUE).isEmpty();
  }

  /** Whoever may not tell Kueue still ends the pods; only Kueue lets a Job of a queue begin. */
  private boolean activated(JsonNode job, boolean active) {
    try {
      return new KueueWorkloads(api, namespace).activate(job, active);
    } catch (ClusterException refused) {
      if (active || refused.exitCode() != ExitCode.CREDENTIALS) {
        throw refused;
      }
      return false;
    }
  }

  @Override
  public void delete(String job) {
    Optional<JsonNode> now = api.find(jobs().named(job));
    if (now.isPresent() && !isOurs(now.get())) {
      throw taken(jobs().named(job).toString());
    }
    now.ifPresent(found -> delete(job, Views.job(found).uid()));
  }

  @Override
  public void delete(String job, String uid) {
    boolean unused = api.delete(jobs().named(job), "Foreground", uid);
    long end = System.nanoTime() + LONGEST_DELETE.toNanos();
    while (api.find(jobs().named(job)).filter(j -> Views.job(j).uid().equals(uid)).isPresent()) {
      if (System.nanoTime() - end > 0) {
        throw lingering(job);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /**
   * Waits until a name is free whose Job was told to go.
   *
   * @throws ClusterException RLN-820 when the Job stays, since it is no coordinator of that run
   */
  public void awaitGone(String job) {
    Optional<JsonNode> now = api.find(jobs().named(job));
    if (now.isPresent() && !now.get().path("metadata").has("deletionTimestamp")) {
      throw taken(jobs().named(job).toString());
    }
    now.ifPresent(going -> delete(job, Views.job(going).uid()));
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
