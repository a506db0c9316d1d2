package realign.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.store.ObjectStore;

/**
 * Where a run stands before this command touches it.
 *
 * @param run run id
 * @param scopes all scopes of the run, in their order
 */
record Standing(String run, List<ScopeHead> scopes) {

  Standing {
    scopes = List.copyOf(scopes);
  }

  static Standing of(ObjectStore store, String run, RunSpec spec) {
    return new Standing(
        run, Scope.of(spec).stream().map(s -> ScopeHead.read(store, run, s.name())).toList());
  }

  /** Says aloud where the run begins or goes on. */
  String greeting(String store) {
    if (untouched()) {
      return "starting " + run + " in " + store;
    }
    ScopeHead next = firstOpen();
    return next == null
        ? run + " is done already"
        : "resuming " + run + " at " + place(next) + " in " + store;
  }

  /** Whether no scope is left to be worked on. */
  boolean isDone() {
    return scopes.stream()
        .allMatch(
            scope ->
                scope.state() == ScopeView.State.DONE
                    || scope.state() == ScopeView.State.ABANDONED);
  }

  private boolean untouched() {
    return scopes.stream().allMatch(scope -> scope.attempts() == 0);
  }

  private @Nullable ScopeHead firstOpen() {
    return scopes.stream()
        .filter(scope -> scope.state() != ScopeView.State.DONE)
        .findFirst()
        .orElse(null);
  }

  private static String place(ScopeHead scope) {
    ScopeView.CommitPoint commit = scope.newestCommit();
    return commit == null
        ? scope.scope() + ", step 0"
        : scope.scope() + " " + commit.stage() + " " + commit.position();
  }
}
