package realign.stage;

import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.spec.Scope;

/**
 * Results of other scopes, which are finished; the own scope's earlier stages come through {@link
 * Stage#open}.
 */
public interface ScopeResults {

  /**
   * The result of a scope, read and verified.
   *
   * @throws realign.spec.ProblemException with exit code 5 when that scope is not done
   */
  Restored of(String scope);

  /**
   * Why a scope has no result and never will, as what a sentence says after its name, the same for
   * every run of which it is true; null where it has one or may get one.
   */
  default @Nullable String missing(Scope scope) {
    return null;
  }

  /** Why a scope was abandoned, in a person's words; null where it was not. */
  default @Nullable String abandoned(Scope scope) {
    return null;
  }
}
