package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Compares with golden values and remembers the largest difference of each kind. */
final class Differences {
  private final Map<String, Double> largest = new TreeMap<>();

  /** Relative to the expected value; where that is 0, absolute. */
  void scalar(String kind, String where, double actual, double expected, double tolerance) {
    double difference = Math.abs(actual - expected) / (expected == 0 ? 1 : Math.abs(expected));
    within(kind, where, difference, tolerance);
  }

  /** Norm of the difference by the norm of what is expected; zeros must be zeros. */
  void tensor(String kind, String where, float[] actual, float[] expected, double tolerance) {
    assertThat(actual.length).as("%s %s", kind, where).isEqualTo(expected.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    within(
        kind,
        where,
        norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm),
        norm == 0 ? 0 : tolerance);
  }

  /** Absolute, of all elements together: the largest and the 99.9 % quantile. */
  void weights(String where, double[] differences, double max, double q999) {
    double[] sorted = differences.clone();
    Arrays.sort(sorted);
    double place = 0.999 * (sorted.length - 1);
    int below = (int) place;
    double above = sorted[Math.min(below + 1, sorted.length - 1)];
    within("weights max", where, sorted[sorted.length - 1], max);
    within("weights q999", where, sorted[below] + (place - below) * (above - sorted[below]), q999);
  }

  private void within(String kind, String where, double difference, double tolerance) {
    assertThat(difference).as("%s, %s", kind, where).isLessThanOrEqualTo(tolerance);
    largest.merge(kind, difference, Math::max);
  }

  @Override
  public String toString() {
    return largest.toString();
  }
}
