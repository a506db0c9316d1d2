package realign.training;

import java.util.List;
import realign.method.MicroBatch;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Steps that must not update the weights. A restart would meet the same numbers again, so these are
 * problems of the spec or the data, not failures to retry.
 */
final class Divergence {
  private Divergence() {}

  /** Refuses a loss or gradient norm that is not finite. */
  static void refuse(int step, double loss, double norm) {
    if (!Double.isFinite(loss)) {
      throw problem("RLN-501", step, "loss", Double.toString(loss));
    }
    if (!Double.isFinite(norm)) {
      throw problem("RLN-502", step, "gradient norm", Double.toString(norm));
    }
  }

  /** Refuses a step of which no position has a label. */
  static void refuseUnlabelled(int step, List<MicroBatch> batches) {
    if (batches.isEmpty()) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-503",
              "step " + step,
              null,
              "has no token to learn: all its rows are prompt only",
              "Raise text.maxLength, or drop rows whose prompt fills it"));
    }
  }

  private static ProblemException problem(String id, int step, String what, String value) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
            id,
            "step " + step + " " + what,
            value,
            "must be a finite number",
            "Lower optimiser.lr or set optimiser.clip; the last checkpoint is kept"));
  }
}
