package realign.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.Scope;
import realign.store.ObjectStore;

/** The scopes of a run that is in the store, in their order. */
record RunScopes(ObjectStore store, String run, ResolvedSpec spec) {

  /**
   * Those of a run.
   *
   * @throws ProblemException when there is no such run
   */
  static RunScopes of(ObjectStore store, String run) {
    return new RunScopes(store, run, new Runs(store).require(run));
  }

  List<String> names() {
    return Scope.of(spec.spec()).stream().map(Scope::name).toList();
  }

  /**
   * One scope by its name, or all.
   *
   * @throws ProblemException when the run has no such scope
   */
  List<String> chosen(@Nullable String scope) {
    return scope == null ? names() : List.of(require(scope));
  }

  String require(String scope) {
    if (!names().contains(scope)) {
      throw new ProblemException(
          ExitCode.NOT_FOUND,
          new Problem(
              "RLN-751",
              "scope",
              scope,
              "must be one of run " + run,
              NearestName.hint(scope, names())));
    }
    return scope;
  }
}
