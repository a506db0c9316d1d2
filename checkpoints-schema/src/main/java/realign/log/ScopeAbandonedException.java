package realign.log;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** The scope was given up for good, finished or not: exit code 5. */
public final class ScopeAbandonedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  ScopeAbandonedException(String scope) {
    super(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-413",
            scope,
            "abandoned",
            "must not have been abandoned",
            "Begin a new run with --fresh"));
  }
}
