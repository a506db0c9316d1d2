package realign.log;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** A blob was deleted on purpose, so what it held cannot be had any more: exit code 5. */
public final class PurgedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  PurgedException(String key, String why) {
    super(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-415",
            key,
            why,
            "must not have been purged to be read",
            "Compute it again in a new run: --fresh"));
  }
}
