package realign.batch;

import java.util.function.Function;
import realign.log.Provenance;
import realign.spec.ExitCode;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.store.ObjectStore;

/**
 * Everything that working on a run needs, put together.
 *
 * @param keys gives a scope's key: the digest of all that it reads
 */
record RunWork(
    RunRequest request,
    ObjectStore store,
    RunSpec spec,
    Provenance provenance,
    StageSource source,
    Function<Scope, String> keys,
    Surroundings surroundings) {

  /** Works until all is done, or until the process is asked to end. */
  ExitCode work() {
    RunPlan plan = plan();
    StoredResults results = new StoredResults(store, request.run());
    Claims claims = new Claims(results, plan, keys, provenance, request.claims(), surroundings);
    ScopeChain chain = new ScopeChain(plan, claims, source, surroundings);
    try (Launcher launcher =
        new Launcher(
            plan,
            chain,
            results,
            surroundings,
            request.work().resolve("jobs").resolve(request.run()))) {
      return launcher.run();
    }
  }

  /** Whether anything is left to do that reads model or data; the report reads records alone. */
  boolean readsInputs() {
    StoredResults results = new StoredResults(store, request.run());
    return plan().scopes().stream()
        .filter(scope -> !(scope instanceof Scope.Report))
        .anyMatch(scope -> !results.done(scope.name()));
  }

  RunPlan plan() {
    return new RunPlan(spec, request.scopes(), request.stopAfter());
  }
}
