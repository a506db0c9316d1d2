package realign.batch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeView;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.Target;
import realign.stage.Stage;
import realign.store.ObjectStore;

/** The whole chain with stages that only count: the machinery of restart without a model. */
final class ToyRun {
  static final String RUN = "toy";
  static final long STEPS = 5;

  private final Path work;
  private final RunSpec spec;
  private final String run;
  private boolean lacking;
  private LongSupplier nanoTime = System::nanoTime;
  private Provenance machine = provenance();
  private final Map<String, String> changed = new HashMap<>();

  /** Scopes and stages that computed anything, and the requirements to compute, in their order. */
  final List<String> computed = new ArrayList<>();

  ToyRun(Path work, RunSpec spec) {
    this(work, spec, RUN);
  }

  ToyRun(Path work, RunSpec spec, String run) {
    this.work = work;
    this.spec = spec;
    this.run = run;
  }

  /** Lets a scope compute something else, which its key tells. */
  void change(String scope, String how) {
    changed.put(scope, how);
  }

  /** Reads another clock. */
  void readClock(LongSupplier clock) {
    nanoTime = clock;
  }

  /** Lacks what computing needs. */
  void refuseToCompute() {
    lacking = true;
  }

  /** Another machine from here on. */
  void computeOn(Provenance other) {
    machine = other;
  }

  /** Ends after a stage; what it told. */
  String runUntil(ObjectStore store, @Nullable String stage) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Claims.Options options = new Claims.Options(false, false, false, true);
    ExitCode code = run(store, List.of(), stage, options, new StopSignal(), HaltPoints.NONE, told);
    return code + " " + told.toString(StandardCharsets.UTF_8);
  }

  private void require() {
    computed.add("requirements");
    if (lacking) {
      throw new ProblemException(
          ExitCode.INVALID, new Problem("RLN-999", "GPU", null, "must be there", "Buy one"));
    }
  }

  private String reads(String scope) {
    return scope + changed.getOrDefault(scope, "");
  }

  private Stage<?> stage(String scope, String stage, BooleanSupplier stop) {
    computed.add(scope + " " + stage);
    return new CountingStage(stage, STEPS, reads(scope), stop);
  }

  /** How often stages commit: every two steps. */
  static Target target() {
    return new Target(
        "memory:",
        realign.spec.S3Settings.DEFAULT,
        new Target.CheckpointPolicy(2, Duration.ofMinutes(5), 2, 0),
        Duration.ofMillis(400),
        Duration.ofMillis(100),
        1,
        false,
        5,
        null);
  }

  static Provenance provenance() {
    return new Provenance(Digest.of("toy"), "test", Map.of(), "cpu", "none", 1);
  }

  /** Runs all scopes, taking over what a halted attempt holds. */
  ExitCode run(ObjectStore store, StopSignal stop, HaltPoints halts) {
    return run(store, List.of(), null, true, stop, halts);
  }

  ExitCode run(
      ObjectStore store,
      List<String> scopes,
      @Nullable String stopAfter,
      boolean force,
      StopSignal stop,
      HaltPoints halts) {
    Claims.Options options = new Claims.Options(force, false, false, true);
    return run(store, scopes, stopAfter, options, stop, halts, OutputStream.nullOutputStream());
  }

  ExitCode run(
      ObjectStore store,
      List<String> scopes,
      @Nullable String stopAfter,
      Claims.Options options,
      StopSignal stop,
      HaltPoints halts,
      OutputStream told) {
    RunRequest request =
        new RunRequest(store.address(), run, scopes, stopAfter, null, null, options, work);
    return run(request, store, target(), stop, halts, told);
  }

  /** Runs all scopes as a target says. */
  ExitCode run(
      ObjectStore store,
      Target target,
      Claims.Options options,
      HaltPoints halts,
      OutputStream told) {
    RunRequest request =
        new RunRequest(store.address(), run, List.of(), null, null, null, options, work);
    return run(request, store, target, new StopSignal(), halts, told);
  }

  /** Runs some scopes as a target says. */
  ExitCode run(
      ObjectStore store,
      List<String> scopes,
      Target target,
      Claims.Options options,
      OutputStream told) {
    RunRequest request =
        new RunRequest(store.address(), run, scopes, null, null, null, options, work);
    return run(request, store, target, new StopSignal(), HaltPoints.NONE, told);
  }

  /** Takes what other runs have finished, and nothing else. */
  ExitCode copyFinished(ObjectStore store, HaltPoints halts, OutputStream told) {
    return copyFinished(store, new StopSignal(), halts, told);
  }

  ExitCode copyFinished(ObjectStore store, StopSignal stop, HaltPoints halts, OutputStream told) {
    Claims.Options options = new Claims.Options(false, false, false, true);
    RunRequest request =
        new RunRequest(store.address(), run, List.of(), null, null, null, options, work);
    return work(request, store, target(), stop, halts, told).copyFinished();
  }

  private ExitCode run(
      RunRequest request,
      ObjectStore store,
      Target target,
      StopSignal stop,
      HaltPoints halts,
      OutputStream told) {
    return work(request, store, target, stop, halts, told).work();
  }

  private RunWork work(
      RunRequest request,
      ObjectStore store,
      Target target,
      StopSignal stop,
      HaltPoints halts,
      OutputStream told) {
    Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
    return new RunWork(
        request,
        store,
        spec,
        machine,
        (scope, stage) -> stage(scope.name(), stage, () -> asked(stop, halts)),
        scope -> Digest.of(reads(scope.name())),
        this::require,
        new Surroundings(
            target, stop, events, halts, nanoTime, new AttemptLog(store, run, null, stop)));
  }

  private static boolean asked(StopSignal stop, HaltPoints halts) {
    halts.at(HaltPoints.Moment.IN_STEP, "", "", 0);
    return stop.raised();
  }

  /** All that the finished run holds, in a form to compare. */
  List<String> results(ObjectStore store) {
    List<String> results = new ArrayList<>();
    for (Scope scope : Scope.of(spec)) {
      Restored result = ScopeView.result(store, run, scope.name());
      if (result == null) {
        results.add(scope.name() + " is not done");
        continue;
      }
      result.artefactNames().stream()
          .sorted()
          .forEach(
              name ->
                  results.add(scope.name() + " " + name + " " + Digest.of(result.artefact(name))));
      result.records("steps").forEach(line -> results.add(scope.name() + " " + line));
    }
    return results;
  }

  /** What a scope's log says: state, stage and items done. */
  String position(ObjectStore store, String scope) {
    ScopeView view = ScopeView.read(store, run, scope);
    ScopeView.CommitPoint newest = view.newestCommit();
    return newest == null
        ? view.state().toString()
        : view.state() + " " + newest.stage() + " " + newest.position();
  }
}
