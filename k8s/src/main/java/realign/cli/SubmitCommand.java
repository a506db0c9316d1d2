package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.common.KubernetesObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterApi;
import realign.cluster.ClusterOptions;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.coordinator.StopMark;
import realign.coordinator.Timing;
import realign.render.Manifest;
import realign.render.RunPlacement;
import realign.render.ScheduleRules;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign submit SPEC}: in a cluster. Asking for the same again attaches or resumes. */
@Command(
    name = "submit",
    description = {
      "Run a spec in a cluster; the same command again attaches to it, or resumes it.",
      "Data of this machine are uploaded to the store; models must lie in s3:// already.",
      "With --schedule, run it whenever a clock says so."
    })
final class SubmitCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "SPEC", description = "Run spec, as YAML or JSON.")
  private Path specFile = Path.of("");

  @ArgGroup private @Nullable Naming naming;

  @ArgGroup(exclusive = false)
  private @Nullable Clock clock;

  @Option(
      names = "--dry-run",
      paramLabel = "WHERE",
      description =
          "client: print what would be created; server: let the cluster check it. Nothing changes.")
  private @Nullable DryRun dryRun;

  @Option(
      names = "--wait",
      description = "Wait for the end, and end with the run's exit code; the run needs no waiting.")
  private boolean wait;

  @Option(names = "--logs", description = "Wait, and show what the pods say.")
  private boolean logs;

  /** Who looks at it in place of doing it. */
  enum DryRun {
    CLIENT,
    SERVER
  }

  /** One name or the other. */
  static final class Naming {
    @Option(names = "--run", paramLabel = "ID", description = "Run id (else NAME-DIGEST).")
    @Nullable String run;

    @Option(
        names = "--fresh",
        description = "A new run id, and all computed again: no result of another run is reused.")
    boolean fresh;
  }

  /** When a schedule begins its nights. */
  static final class Clock {
    @Option(
        names = "--schedule",
        paramLabel = "CRON",
        required = true,
        description = "Every time that it names: \"0 2 * * *\" is two o'clock every night.")
    String schedule = "";

    @Option(
        names = "--time-zone",
        paramLabel = "ZONE",
        defaultValue = "Etc/UTC",
        description = "Where its clock hangs, such as Europe/Berlin (default: Etc/UTC).")
    String timeZone = "Etc/UTC";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Name of the schedule (else that of the spec).")
    @Nullable String name;
  }

  private final Surroundings surroundings;

  SubmitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Talk talk = new Talk(surroundings, common);
    Path folder = work.folder(surroundings);
    SubmitRequest request =
        SubmitRequest.read(surroundings, specFile, target, this::check, folder, talk);
    ClusterAccess access = new ClusterAccess(surroundings, clusterOptions);
    if (dryRun == DryRun.CLIENT) {
      return print(request, access.namespaceWithoutAsking(request.target()));
    }
    try (KubernetesCluster cluster = access.require(request.target());
        ObjectStore store = Stores.open(surroundings, request.target().value())) {
      Target placed = ClusterPlacement.of(surroundings, request.target(), cluster.namespace());
      return clock == null
          ? submit(new Submission(request.resolved(), placed, cluster, store, talk))
          : schedule(request.resolved(), placed, cluster, store, talk);
    }
  }

  /** What was asked for beside spec and target. */
  private void check(Problems problems) {
    if (clock != null) {
      check(problems, clock);
    }
    String run = naming == null ? null : naming.run;
    if (run != null) {
      var unused = SubmitRequest.attempt(problems, () -> new RunId(run));
    }
  }

  private void check(Problems problems, Clock asked) {
    problems.require(
        naming == null && !wait && !logs,
        () ->
            new Problem(
                "RLN-785",
                "--schedule",
                null,
                "must stand without --run, --fresh, --wait and --logs",
                "Leave them"));
    var unusedTiming =
        SubmitRequest.attempt(problems, () -> new Timing(asked.schedule, asked.timeZone));
    String name = asked.name;
    if (name != null) {
      var unused = SubmitRequest.attempt(problems, () -> ScheduleRules.requireName(name));
    }
  }

  private int schedule(
      ResolvedSpec spec, Target placed, KubernetesCluster cluster, ObjectStore store, Talk talk) {
    NightlySubmission nights =
        new NightlySubmission(
            spec, clock(), placed, work.folder(surroundings), surroundings.clock().instant(), talk);
    String name = nights.submit(cluster, store, mode());
    result(name, "schedule");
    return ExitCode.DONE.number();
  }

  private Clock clock() {
    return java.util.Objects.requireNonNull(clock);
  }

  private ClusterApi.Mode mode() {
    return dryRun == DryRun.SERVER ? ClusterApi.Mode.DRY_RUN : ClusterApi.Mode.REAL;
  }

  /** Without a look at cluster and store. */
  private int print(SubmitRequest request, String namespace) {
    Target placed = ClusterPlacement.of(surroundings, request.target(), namespace);
    ResolvedSpec spec = request.resolved();
    KubernetesObject object =
        clock == null
            ? job(spec, placed).render()
            : new NightlySubmission(
                    spec,
                    clock(),
                    placed,
                    work.folder(surroundings),
                    surroundings.clock().instant(),
                    new Talk(surroundings, common))
                .render(spec.identity().substring(0, NightlySubmission.DIGITS));
    switch (output.form) {
      case JSON, YAML ->
          Documents.print(surroundings.terminal().out(), output.form, Manifest.tree(object));
      case NAME -> surroundings.terminal().out().println(object.getMetadata().getName());
      case TEXT, WIDE -> surroundings.terminal().out().print(Manifest.yaml(object));
    }
    return ExitCode.DONE.number();
  }

  private CoordinatorJob job(ResolvedSpec spec, Target placed) {
    RunPlacement placement = new RunPlacement(runId(spec), spec.identity(), placed, null);
    return new CoordinatorJob(placement, !isFresh());
  }

  private String runId(ResolvedSpec spec) {
    if (naming != null && naming.run != null) {
      return new RunId(naming.run).text();
    }
    return (isFresh() ? FreshName.of(spec.spec().name(), surroundings.clock()) : spec.runId())
        .text();
  }

  private boolean isFresh() {
    return naming != null && naming.fresh;
  }

  /** What a submission is made of. */
  private record Submission(
      ResolvedSpec spec, Target placed, KubernetesCluster cluster, ObjectStore store, Talk talk) {}

  private int submit(Submission all) {
    CoordinatorJob job = job(all.spec(), all.placed());
    String run = job.placement().run();
    refuseStopped(all.store(), run);
    Runs runs = new Runs(all.store());
    boolean known = runs.requireSame(run, all.spec());
    if (dryRun == DryRun.SERVER) {
      boolean isNew = job.check(all.cluster(), all.spec().spec());
      all.talk().say((isNew ? "would create job " : "there is already job ") + run);
      result(run, "submission");
      return ExitCode.DONE.number();
    }
    if (!known) {
      String inputs = "runs/" + run + "/inputs/";
      runs.establish(run, new DataUpload(all.store(), inputs, all.talk()).of(all.spec()));
    }
    boolean done = Standing.of(all.store(), run, all.spec().spec()).isDone();
    if (!done) {
      all.talk().say(bring(all.cluster(), job));
    }
    return wait || logs ? end(all, run) : leave(all, run, done);
  }

  private void refuseStopped(ObjectStore store, String run) {
    Optional<StopMark> stopped = StopMark.find(store, run);
    if (stopped.isPresent()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-784",
              "run " + run,
              null,
              "was stopped by " + stopped.get().by() + " at " + stopped.get().time(),
              "To go on: realign restart " + run));
    }
  }

  /** Lets the run go on, whatever its Jobs say, and says what that took. */
  private static String bring(KubernetesCluster cluster, CoordinatorJob job) {
    String run = job.placement().run();
    RunJobs jobs = RunJobs.of(cluster, run);
    Optional<JobView> before = jobs.coordinator();
    if (before.isEmpty()) {
      jobs.begin(job);
      return "submitted " + run + " to namespace " + cluster.namespace();
    }
    if (before.get().state() == JobView.State.SUSPENDED) {
      jobs.resume();
      return "resumed " + run + ", which was suspended";
    }
    if (!before.get().hasEnded()) {
      return "attached to " + run + ", which is under way";
    }
    jobs.begin(job);
    return "resumed " + run + ", which had ended before it was done";
  }

  private int end(Submission all, String run) {
    RunWait waiting = new RunWait(surroundings, all.talk(), all.cluster(), all.store(), run);
    boolean jobs = !all.cluster().jobs(run).isEmpty();
    Thread shown = logs && jobs ? waiting.showLogs() : null;
    ExitCode exit = jobs ? waiting.follow() : verdict(all.store(), run);
    joined(shown);
    new RunEnding(surroundings, all.talk(), all.store(), run, output.form, "realign restart " + run)
        .tell(exit, List.of());
    return exit.number();
  }

  /** Its Jobs are gone from the cluster, but not what they found. */
  private static ExitCode verdict(ObjectStore store, String run) {
    StoredReport report = StoredReport.find(store, run);
    return report == null ? ExitCode.DONE : report.exitCode();
  }

  /** The last lines still come, though not for ever. */
  private static void joined(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join(Duration.ofSeconds(20).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int leave(Submission all, String run, boolean done) {
    if (done) {
      all.talk().say(run + " is done already");
      all.talk().say("next    realign report " + run);
    } else {
      firstLook(all, run);
      all.talk().say("next    realign status -w " + run);
    }
    result(run, "submission");
    return ExitCode.DONE.number();
  }

  /** What is wrong from the beginning, such as a missing account, shows within a second. */
  private static void firstLook(Submission all, String run) {
    all.cluster().awaitChange(run, Duration.ofSeconds(1));
    RunInCluster.read(all.cluster(), all.store(), run)
        .ifPresent(now -> now.diagnoses().forEach(cause -> all.talk().say(cause.toString())));
  }

  private void result(String name, String kind) {
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of(kind).put("name", name).put("dryRun", dryRun != null);
      Documents.print(surroundings.terminal().out(), output.form, document);
    } else {
      surroundings.terminal().out().println(name);
    }
  }
}
