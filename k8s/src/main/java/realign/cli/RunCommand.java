package realign.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Origin;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
import realign.spec.StageNames;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign run SPEC}: here, attached. Asking for the same again resumes. */
@Command(
    name = "run",
    description = {
      "Run a spec here and show its progress; the same command again resumes it.",
      "Ends with the verdict of the gate."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Parameters(paramLabel = "SPEC", description = "Run spec, as YAML or JSON.")
  private Path specFile = Path.of("");

  @ArgGroup private @Nullable Naming naming;

  @Option(names = "--require-checkpoint", description = "Refuse to begin a scope at step 0.")
  private boolean requireCheckpoint;

  @Option(
      names = "--stop-after",
      paramLabel = "STAGE",
      description = "End with 0 after the last load, align, attack, evaluate or report.")
  private @Nullable String stopAfter;

  @Option(names = "--force", description = "Take scopes over that another process still holds.")
  private boolean force;

  /** One name or the other. */
  static final class Naming {
    @Option(names = "--run", paramLabel = "ID", description = "Run id (else NAME-DIGEST).")
    @Nullable String run;

    @Option(
        names = "--fresh",
        description = "A new run id, and all computed again: no result of another run is reused.")
    boolean fresh;
  }

  private final Surroundings surroundings;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    checkStage();
    Talk talk = new Talk(surroundings, common);
    Request request = Request.read(surroundings, specFile, target, work.folder(surroundings), talk);
    String run = runId(request.resolved());
    try (ObjectStore store = Stores.open(surroundings, request.target().value())) {
      establish(new Runs(store), run, request.resolved());
      talk.say(Standing.of(store, run, request.resolved().spec()).greeting(store.address()));
      Follower follower = new Follower(talk, ProgressView.of(surroundings));
      ExitCode exit = follow(follower, request, run);
      new RunEnding(surroundings, talk, store, run, output.form, "the same command")
          .tell(exit, follower.problems());
      return exit.number();
    }
  }

  private void checkStage() {
    if (stopAfter != null && !StageNames.ALL.contains(stopAfter)) {
      throw usage(
          "--stop-after",
          stopAfter,
          "must be a stage",
          NearestName.hint(stopAfter, StageNames.ALL));
    }
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

  /** A resumed run keeps its threads but where a person asks for others: a default asks nothing. */
  private static @Nullable String threadsAskedFor(Reading<Target> target) {
    boolean asked =
        target.origins().stream()
            .anyMatch(
                origin ->
                    origin.path().equals("threads")
                        && origin.source().kind() != Origin.Kind.DEFAULT);
    return asked ? String.valueOf(target.value().threads()) : null;
  }

  private void establish(Runs runs, String run, ResolvedSpec spec) {
    boolean isNew = runs.establish(run, spec);
    if (!isNew && isFresh()) {
      throw usage("--fresh", run, "must give a name that is not taken", "Try again in a second");
    }
  }

  private ExitCode follow(Follower follower, Request request, String run) {
    Path folder = work.folder(surroundings);
    try (TargetFile file = TargetFile.write(folder, request.target().value())) {
      List<String> arguments =
          new ChildArguments(request.store(surroundings), run)
              .scopes(request.resolved().spec())
              .option("--stop-after", stopAfter)
              .flag("--require-checkpoint", requireCheckpoint)
              .flag("--force", force)
              .flag("--no-reuse", isFresh())
              .option("--threads", threadsAskedFor(request.target()))
              .option("--target", file.path().toString())
              .forCommand("run");
      return follower.follow(Child.start(surroundings, arguments, folder, common.verbose));
    }
  }

  private static ProblemException usage(String option, String value, String rule, String fix) {
    return new ProblemException(ExitCode.USAGE, new Problem("RLN-708", option, value, rule, fix));
  }
}
