package realign.cli;

import io.kubernetes.client.common.KubernetesObject;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.render.Installation;
import realign.render.Manifest;
import realign.render.Nightly;
import realign.render.Phase;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
import realign.spec.Target;

/** {@code realign render}: prints what a cluster would get. Sends nothing anywhere. */
@Command(
    name = "render",
    description = {
      "Print the Kubernetes objects of a run, of a schedule, or of the installation in a namespace.",
      "Nothing is sent to a cluster or a store; inputs that lie in s3:// are fetched to digest them.",
      "For review: realign submit creates the coordinator (or the CronJob), which creates the other",
      "Jobs of the run one phase at a time."
    })
final class RenderCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(
      paramLabel = "SPEC",
      arity = "0..1",
      description = "Run spec, as YAML or JSON; may be missing with --install.")
  private @Nullable Path specFile;

  @Option(names = "--run", paramLabel = "ID", description = "Run id (else NAME-DIGEST).")
  private @Nullable String run;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description = "A CronJob in place of the run's Jobs: \"0 2 * * *\" is two o'clock.")
  private @Nullable String schedule;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      defaultValue = "Etc/UTC",
      description = "Where the schedule's clock hangs, such as Europe/Berlin (default: Etc/UTC).")
  private String timeZone = "";

  @Option(
      names = "--install",
      description = "Also what a namespace needs once: accounts, roles, network policies.")
  private boolean install;

  @Option(
      names = "--nodes",
      description = "With --install: also the role for the whole cluster to list nodes.")
  private boolean nodes;

  private final Surroundings surroundings;

  RenderCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (specFile == null && !install) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem("RLN-764", "SPEC", null, "is missing", "Name a run spec, or use --install"));
    }
    print(manifests());
    return ExitCode.DONE.number();
  }

  private List<Manifest> manifests() {
    if (specFile == null) {
      return installation(placed(target.read(surroundings)));
    }
    Talk talk = new Talk(surroundings, common);
    Request request = Request.read(surroundings, specFile, target, work.folder(surroundings), talk);
    Target placed = placed(request.target());
    List<Manifest> all = new ArrayList<>(install ? installation(placed) : List.of());
    all.addAll(
        schedule == null
            ? runJobs(request.resolved(), placed)
            : List.of(cronJob(request.resolved(), placed, schedule)));
    return all;
  }

  private List<Manifest> installation(Target target) {
    Installation installation = new Installation(target);
    List<KubernetesObject> all = new ArrayList<>(installation.objects());
    if (nodes) {
      all.addAll(installation.nodeReading());
    }
    return all.stream().map(Manifest::of).toList();
  }

  private List<Manifest> runJobs(ResolvedSpec spec, Target target) {
    String id = run == null ? spec.runId().text() : new RunId(run).text();
    RunObjects objects = new RunObjects(new RunPlacement(id, spec.identity(), target, null));
    List<Manifest> all = new ArrayList<>();
    all.add(
        new Manifest(
            objects.coordinator(),
            "Created by realign submit, which also puts the spec into the store."));
    for (Phase phase : Phase.of(spec.spec(), scope -> true)) {
      all.add(
          new Manifest(
              objects.work(phase, true, null),
              "Created by the coordinator when the phase before has ended, and owned by its Job"
                  + " (by a uid that is left out here).\nApplied by hand it would not wait."));
    }
    return all;
  }

  private Manifest cronJob(ResolvedSpec spec, Target target, String cron) {
    String version = spec.identity().substring(0, NightlySubmission.DIGITS);
    Nightly nightly =
        new Nightly(spec.spec().name(), version, spec.identity(), cron, timeZone, target);
    return new Manifest(
        nightly.cronJob(),
        "Created by realign submit --schedule, which also puts spec and data into the store and"
            + " gives\nthem their version; here it is the beginning of the spec's identity.");
  }

  /** As submit would place it. */
  private Target placed(Reading<Target> asked) {
    String namespace =
        new ClusterAccess(surroundings, clusterOptions).namespaceWithoutAsking(asked);
    return ClusterPlacement.of(surroundings, asked, namespace);
  }

  private void print(List<Manifest> manifests) {
    PrintStream out = surroundings.terminal().out();
    switch (output.form) {
      case JSON -> Documents.print(out, Form.JSON, Manifest.list(manifests));
      case NAME -> manifests.forEach(manifest -> out.println(name(manifest.object())));
      case TEXT, WIDE, YAML -> out.print(Manifest.yaml(manifests));
    }
    out.flush();
  }

  private static String name(KubernetesObject object) {
    return object.getKind().toLowerCase(Locale.ROOT) + "/" + object.getMetadata().getName();
  }
}
