package realign.result;

/**
 * A share of prompts in percent with its Wilson 95 % interval. Not for means of real numbers, which
 * are a {@link Measure}.
 *
 * @param value {@code 100 count / n}
 * @param count prompts that have the property
 * @param n prompts that were looked at, at least 1
 * @param low lower end of the two-sided 95 % interval
 * @param high upper end of the two-sided 95 % interval
 */
public record Score(double value, int count, int n, double low, double high) {

  public Score {
    if (n < 1 || count < 0 || count > n) {
      throw new IllegalArgumentException(
          "need 0 <= count <= n and n >= 1, but got " + count + "/" + n);
    }
    if (!(0 <= low && low <= value && value <= high && high <= 100)) {
      throw new IllegalArgumentException(
          "need 0 <= low <= value <= high <= 100, but got " + low + ", " + value + ", " + high);
    }
  }

  /** The share of {@code count} in {@code n}. */
  public static Score of(int count, int n) {
    return new Score(
        100.0 * count / n,
        count,
        n,
        Wilson.lower(count, n, Wilson.TWO_SIDED_95),
        Wilson.upper(count, n, Wilson.TWO_SIDED_95));
  }

  /** What the true share does not exceed, with 95 % confidence, in percent. */
  public double upperBound() {
    return Wilson.upper(count, n, Wilson.ONE_SIDED_95);
  }

  /** What the true share does not fall below, with 95 % confidence, in percent. */
  public double lowerBound() {
    return Wilson.lower(count, n, Wilson.ONE_SIDED_95);
  }
}
