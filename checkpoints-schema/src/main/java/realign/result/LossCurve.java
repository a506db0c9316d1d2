package realign.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.result.TrainingFindings.CurvePoint;

/** Step records made short enough to read and to draw: means over consecutive steps. */
final class LossCurve {
  /** Most points of a curve. */
  static final int LONGEST = 200;

  private static final int FINAL_PART = 10;

  private LossCurve() {}

  /** What the steps show, or null for no steps; steps whose numbers are not finite are left out. */
  static @Nullable TrainingFindings training(List<StepRecord> steps) {
    List<StepRecord> finite = steps.stream().filter(LossCurve::isFinite).toList();
    if (finite.isEmpty()) {
      return null;
    }
    int n = finite.size();
    List<StepRecord> last = finite.subList(n - Math.max(1, n / FINAL_PART), n);
    return new TrainingFindings(
        steps.size(),
        steps.stream().mapToLong(StepRecord::tokens).sum(),
        required(last, StepRecord::loss),
        mean(last, StepRecord::cleanLoss),
        curve(finite));
  }

  static boolean isFinite(StepRecord step) {
    return Double.isFinite(step.loss())
        && Double.isFinite(step.gradNorm())
        && (step.cleanLoss() == null || Double.isFinite(step.cleanLoss()))
        && (step.perturbationNorm() == null || Double.isFinite(step.perturbationNorm()));
  }

  private static List<CurvePoint> curve(List<StepRecord> steps) {
    int points = Math.min(LONGEST, steps.size());
    List<CurvePoint> curve = new ArrayList<>(points);
    for (int i = 0; i < points; i++) {
      int from = (int) ((long) i * steps.size() / points);
      int to = (int) ((long) (i + 1) * steps.size() / points);
      curve.add(point(steps.subList(from, to)));
    }
    return curve;
  }

  private static CurvePoint point(List<StepRecord> bucket) {
    return new CurvePoint(
        bucket.get(bucket.size() - 1).step(),
        required(bucket, StepRecord::loss),
        mean(bucket, StepRecord::cleanLoss),
        required(bucket, StepRecord::gradNorm),
        mean(bucket, StepRecord::perturbationNorm));
  }

  private static double required(List<StepRecord> steps, Function<StepRecord, Double> value) {
    return Objects.requireNonNull(mean(steps, value));
  }

  /** Mean over the steps that have the value, in their order; null when none has. */
  private static @Nullable Double mean(
      List<StepRecord> steps, Function<StepRecord, @Nullable Double> value) {
    double sum = 0;
    int n = 0;
    for (StepRecord step : steps) {
      Double x = value.apply(step);
      if (x != null) {
        sum += x;
        n++;
      }
    }
    return n == 0 ? null : sum / n;
  }
}
