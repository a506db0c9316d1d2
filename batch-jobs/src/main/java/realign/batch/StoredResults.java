package realign.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Scope;
import realign.stage.ScopeResults;
import realign.store.ObjectStore;

/** Results of a run's finished scopes, as their logs have them. */
record StoredResults(ObjectStore store, String run) implements ScopeResults {

  @Override
  public Restored of(String scope) {
    Restored result = ScopeView.result(store, run, scope);
    if (result == null) {
      refuseAbandoned(scope);
      throw new ProblemException(
          ExitCode.NOT_FOUND,
          new Problem(
              "RLN-722",
              "scope " + scope + " of run " + run,
              null,
              "must be done before what reads its result",
              "Run that scope first"));
    }
    return result;
  }

  private void refuseAbandoned(String scope) {
    String reason = ScopeHead.read(store, run, scope).abandoned();
    if (reason != null) {
      throw new ProblemException(
          ExitCode.NOT_FOUND,
          new Problem(
              "RLN-732",
              "scope " + scope + " of run " + run,
              "abandoned: " + reason,
              "must be done before what reads its result, and never will be",
              "Begin a new run: --fresh; the report of this one names what is missing"));
    }
  }

  @Override
  public @Nullable String missing(Scope scope) {
    ScopeHead head = ScopeHead.read(store, run, scope.name());
    if (head.abandoned() != null) {
      return "was not measured, because it was abandoned";
    }
    boolean open = head.state() != ScopeView.State.DONE && !head.held();
    return open && scope instanceof Scope.Cell cell ? withoutAlignment(cell.alignment()) : null;
  }

  @Override
  public @Nullable String abandoned(Scope scope) {
    return ScopeHead.read(store, run, scope.name()).abandoned();
  }

  /** Whether a report is made without a scope; without rows there is nothing to report on. */
  boolean isMissing(Scope scope) {
    return !(scope instanceof Scope.Load) && missing(scope) != null;
  }

  private @Nullable String withoutAlignment(Scope alignment) {
    String reason = ScopeHead.read(store, run, alignment.name()).abandoned();
    return reason == null
        ? null
        : "was not measured, because " + alignment.name() + ", which it attacks, was abandoned";
  }

  /** Whether nothing is left to compute in a scope, though it may still have to be finished. */
  boolean complete(Scope scope, RunPlan plan) {
    return complete(ScopeHead.read(store, run, scope.name()), plan.stages(scope));
  }

  /** The same of a scope that was read. */
  boolean complete(ScopeHead head, List<String> stages) {
    ScopeView.CommitPoint newest = head.newestCommit();
    return head.state() == ScopeView.State.DONE
        || (newest != null
            && newest.stageDone()
            && newest.stage().equals(stages.get(stages.size() - 1)));
  }

  /** Whether a scope is done. */
  boolean done(String scope) {
    return ScopeHead.read(store, run, scope).state() == ScopeView.State.DONE;
  }
}
