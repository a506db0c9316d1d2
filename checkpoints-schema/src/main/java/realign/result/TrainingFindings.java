package realign.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training went.
 *
 * @param steps optimiser steps done
 * @param tokens tokens of all steps, prompts included
 * @param finalLoss mean of the loss trained on, over the last tenth of the steps (perturbed for
 *     Vaccine)
 * @param finalCleanLoss the same mean of the unperturbed loss, or null when the method has none
 * @param curve at most {@link LossCurve#LONGEST} points
 */
public record TrainingFindings(
    int steps,
    long tokens,
    double finalLoss,
    @Nullable Double finalCleanLoss,
    List<CurvePoint> curve) {

  public TrainingFindings {
    curve = List.copyOf(curve);
  }

  /**
   * A point of a downsampled curve: means over the steps after the point before it, up to and with
   * {@code step}.
   */
  public record CurvePoint(
      int step,
      double loss,
      @Nullable Double cleanLoss,
      double gradNorm,
      @Nullable Double perturbationNorm) {}
}
