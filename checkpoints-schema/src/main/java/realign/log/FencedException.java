package realign.log;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Another process has claimed the scope: this one may write no more. Exit code 6; whatever was told
 * to be committed is committed.
 */
public final class FencedException extends ProblemException {
  private static final long serialVersionUID = 1L;

  FencedException(String scope, long entry) {
    super(
        ExitCode.HELD,
        new Problem(
            "RLN-411",
            scope,
            "entry " + entry + " of another attempt",
            "must be written by its newest claim alone",
            "Leave it to the attempt that took the scope over; what was committed is kept"));
  }
}
