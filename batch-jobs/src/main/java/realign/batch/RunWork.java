package realign.batch;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import realign.log.AttemptTimes;
import realign.log.Provenance;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.store.ObjectStore;

/**
 * Everything that working on a run needs, put together.
 *
 * @param keys gives a scope's key: the digest of all that decides its result
 * @param inputs refuses to compute where model, data or hardware are not what the run needs; asked
 *     before anything is computed, and only then
 */
record RunWork(
    RunRequest request,
    ObjectStore store,
    RunSpec spec,
    Provenance provenance,
    StageSource source,
    Function<Scope, String> keys,
    Runnable inputs,
    Surroundings surroundings) {

  /** Works until all is done, or until the process is asked to end. */
  ExitCode work() {
    StoredResults results = new StoredResults(store, request.run());
    RunPlan plan = withoutGivenUp(plan(), results);
    ExecutorService aside = Executors.newSingleThreadExecutor(RunWork::daemon);
    try (Budget budget = budget(plan, aside)) {
      return work(plan, results, budget);
    } finally {
      aside.shutdownNow();
    }
  }

  /** A report names what was given up, and nothing else can be done about it. */
  private RunPlan withoutGivenUp(RunPlan plan, StoredResults results) {
    return plan.endsWithReport() ? plan.without(scope -> isGivenUp(scope, results)) : plan;
  }

  private boolean isGivenUp(Scope scope, StoredResults results) {
    boolean missing = results.isMissing(scope);
    if (missing) {
      surroundings.events().note("warn", scope.name() + ": is left out: it was given up");
    }
    return missing;
  }

  private ExitCode work(RunPlan plan, StoredResults results, Budget budget) {
    if (computes(plan, results)) {
      budget.require(); // before inputs are fetched
      inputs.run();
    }
    Claims claims =
        new Claims(
            results, plan, reuse(), inputs, provenance, request.claims(), budget, surroundings);
    ScopeChain chain = new ScopeChain(plan, claims, source, budget, surroundings);
    ExitCode code;
    try (Launcher launcher =
        new Launcher(
            plan,
            chain,
            results,
            surroundings,
            request.work().resolve("jobs").resolve(request.run()))) {
      code = launcher.run();
    }
    if (code == ExitCode.BUDGET) {
      throw budget.problem();
    }
    return code;
  }

  /** Takes what other runs of the store have finished, and computes nothing. */
  ExitCode copyFinished() {
    RunPlan plan = plan();
    return new FinishedCopies(
            new StoredResults(store, request.run()),
            plan,
            reuse(),
            Claims.settings(surroundings.target(), false, provenance),
            surroundings)
        .takeAll();
  }

  private Budget budget(RunPlan plan, Executor aside) {
    ClusterTarget cluster = surroundings.target().cluster();
    return new Budget(
        cluster == null ? null : cluster.budget(),
        plan.all().stream().map(Scope::name).toList(),
        new AttemptTimes(store, request.run())::of,
        surroundings.nanoTime(),
        aside);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "budget");
    thread.setDaemon(true);
    return thread;
  }

  private Reuse reuse() {
    return new Reuse(store, keys, request.claims().reuse());
  }

  /**
   * Whether anything is left to compute from model or data. What an earlier run left needs neither,
   * and the report reads records alone.
   */
  private boolean computes(RunPlan plan, StoredResults results) {
    Reuse reuse = reuse();
    return plan.scopes().stream()
        .filter(scope -> !(scope instanceof Scope.Report))
        .anyMatch(scope -> !results.complete(scope, plan) && reuse.find(scope).isEmpty());
  }

  RunPlan plan() {
    return new RunPlan(spec, request.scopes(), request.stopAfter());
  }
}
