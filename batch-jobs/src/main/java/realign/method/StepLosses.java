package realign.method;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a method tells of a step, or of one micro-batch.
 *
 * @param loss what was trained on (for Vaccine the perturbed loss)
 * @param cleanLoss the loss without perturbation where the method computed it
 * @param siteGradNorm joint norm of the gradients at the sites, over all layers
 * @param perturbationNorm joint norm of what was added at the sites
 */
public record StepLosses(
    double loss,
    @Nullable Double cleanLoss,
    @Nullable Double siteGradNorm,
    @Nullable Double perturbationNorm) {

  /** A pass without perturbation. */
  static StepLosses plain(double loss) {
    return new StepLosses(loss, null, null, null);
  }

  /** Does a pass over every micro-batch; each figure is the mean by the micro-batches' weights. */
  static StepLosses mean(List<MicroBatch> batches, Function<MicroBatch, StepLosses> pass) {
    return batches.stream()
        .map(batch -> pass.apply(batch).times(batch.weight()))
        .reduce(StepLosses::plus)
        .orElseThrow(() -> new IllegalArgumentException("a step needs a micro-batch"));
  }

  private StepLosses times(double weight) {
    return new StepLosses(
        loss * weight,
        times(cleanLoss, weight),
        times(siteGradNorm, weight),
        times(perturbationNorm, weight));
  }

  private StepLosses plus(StepLosses other) {
    return new StepLosses(
        loss + other.loss,
        plus(cleanLoss, other.cleanLoss),
        plus(siteGradNorm, other.siteGradNorm),
        plus(perturbationNorm, other.perturbationNorm));
  }

  private static @Nullable Double times(@Nullable Double value, double weight) {
    return value == null ? null : Double.valueOf(value * weight);
  }

  private static @Nullable Double plus(@Nullable Double a, @Nullable Double b) {
    return a == null || b == null ? null : Double.valueOf(a + b);
  }
}
