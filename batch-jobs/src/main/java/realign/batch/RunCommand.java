package realign.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.Provenance;
import realign.log.ResultKeys;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ScopeKey;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.store.FetchedInputs;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** {@code run}: works on the scopes of a run that is in the store. */
final class RunCommand {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final Set<String> OPTIONS =
      Set.of("--store", "--run", "--scope", "--pick", "--stop-after", "--target", "--threads");
  private static final Set<String> SWITCHES =
      Set.of("--require-checkpoint", "--force", "--wait", "--no-reuse", "--reuse-only");

  private final RunRequest request;
  private final boolean reuseOnly;

  RunCommand(RunRequest request) {
    this(request, false);
  }

  /**
   * @param reuseOnly only take what other runs have finished
   */
  RunCommand(RunRequest request, boolean reuseOnly) {
    this.request = request;
    this.reuseOnly = reuseOnly;
  }

  static RunCommand of(List<String> arguments) {
    Arguments given = new Arguments(arguments, OPTIONS, SWITCHES);
    if (!given.words().isEmpty()) {
      throw Arguments.usage(given.words().get(0), "must be an option", "Take it away");
    }
    if (given.has("--reuse-only") && given.has("--no-reuse")) {
      throw Arguments.usage(
          "--reuse-only --no-reuse", "must not both be given", "Leave one of them out");
    }
    String target = given.get("--target");
    return new RunCommand(
        new RunRequest(
            given.require("--store"),
            given.require("--run"),
            picked(given.all("--scope"), given.index("--pick")),
            given.get("--stop-after"),
            target == null ? null : Path.of(target),
            given.number("--threads"),
            new Claims.Options(
                given.has("--force"),
                given.has("--wait"),
                given.has("--require-checkpoint"),
                !given.has("--no-reuse")),
            workFolder()),
        given.has("--reuse-only"));
  }

  /** One scope of those that are named, for a pod that has an index of a Job; else all of them. */
  static List<String> picked(List<String> scopes, @Nullable Integer index) {
    if (index == null) {
      return scopes;
    }
    if (index >= scopes.size()) {
      throw Arguments.usage(
          "--pick " + index,
          "must be an index from 0 into the " + scopes.size() + " scopes that --scope names",
          "Give as many --scope as the Job has indexes");
    }
    return List.of(scopes.get(index));
  }

  /** Folder for what may be lost at any time. */
  static Path workFolder() {
    String given = System.getenv("REALIGN_WORK");
    return Path.of(given == null ? ".realign/work" : given).toAbsolutePath();
  }

  Outcome run(Events events, StopSignal stop) {
    logToFile();
    try (ObjectStore store = ObjectStores.open(request.store(), target().s3())) {
      return run(store, events, stop, HaltPoints.NONE);
    }
  }

  /** Works in an opened store. */
  Outcome run(ObjectStore store, Events events, StopSignal stop, HaltPoints halts) {
    Logging.ofRun(request.run());
    try (AttemptLog log = new AttemptLog(store, request.run(), Logging.recentLines(), stop)) {
      try {
        return run(store, events, stop, halts, log);
      } catch (RuntimeException | Error e) {
        log.ended(e);
        throw e;
      }
    }
  }

  private Outcome run(
      ObjectStore store, Events events, StopSignal stop, HaltPoints halts, AttemptLog log) {
    Target target = target();
    InputFetcher inputs = inputs(request.work(), target, events);
    StoredRun told = StoredRun.read(store, request.run());
    StoredRun stored = told.local(inputs);
    Provenance machine =
        reuseOnly
            ? Machine.copying(stored.resolved())
            : Machine.provenance(stored.resolved(), threads(store, stored, target, events));
    RunWork work =
        new RunWork(
            request,
            store,
            stored.resolved().spec(),
            machine,
            stages(store, stored, machine, target, () -> asked(stop, halts)),
            new ResultKeys(store, request.run(), new ScopeKey(stored.resolved(), machine.code())),
            new Prerequisites(told, inputs, events),
            new Surroundings(target, stop, events, halts, System::nanoTime, log));
    if (reuseOnly) {
      return new Outcome(work.copyFinished());
    }
    ExitCode code = work.work();
    if (code != ExitCode.DONE || !work.plan().endsWithReport()) {
      return new Outcome(code);
    }
    return new ReportCopies(store, request.run()).publish();
  }

  private int threads(ObjectStore store, StoredRun stored, Target target, Events events) {
    RunPlan plan = new RunPlan(stored.resolved().spec(), request.scopes(), request.stopAfter());
    Integer forced = Machine.forcedThreads();
    ThreadChoice choice =
        ThreadChoice.of(
            forced != null ? forced : request.threads(),
            ThreadChoice.recorded(new StoredResults(store, request.run()), plan.scopes()),
            target.threads());
    if (choice.note() != null) {
      events.note("info", choice.note());
    }
    return choice.count();
  }

  /** Copies of inputs that lie in S3, shared by all runs of this machine. */
  static InputFetcher inputs(Path work, Target target, Events events) {
    return new FetchedInputs(
        work.resolve("inputs"), target.s3(), line -> events.note("info", line));
  }

  private StageFactory stages(
      ObjectStore store,
      StoredRun stored,
      Provenance machine,
      Target target,
      BooleanSupplier stop) {
    return new StageFactory(
        request.run(),
        stored.resolved(),
        machine,
        target,
        new StoredResults(store, request.run()),
        scope -> ScopeView.read(store, request.run(), scope),
        stop);
  }

  /** Stages ask in the middle of a step. */
  private static boolean asked(StopSignal stop, HaltPoints halts) {
    halts.at(HaltPoints.Moment.IN_STEP, "", "", 0);
    return stop.raised();
  }

  private Target target() {
    return target(request.target());
  }

  /** The target in a file, or the defaults. */
  static Target target(@Nullable Path file) {
    SpecReader<Target> reader = SpecReader.ofTarget();
    return file == null ? reader.defaults().value() : reader.file(file).value();
  }

  private void logToFile() {
    Path folder = request.work().resolve("logs");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      Problem problem =
          new Problem(
              "RLN-728",
              "work folder",
              request.work().toString(),
              "must be a folder that can be written",
              "Name another one in REALIGN_WORK");
      throw new ProblemException(ExitCode.INVALID, List.of(problem), e);
    }
    Path file = folder.resolve(request.run() + "-" + ProcessHandle.current().pid() + ".log");
    Logging.toFile(file);
    LOG.debug("log of this process: {}", file);
  }
}
