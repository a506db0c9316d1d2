package realign.stage;

import realign.log.Restored;

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
}
