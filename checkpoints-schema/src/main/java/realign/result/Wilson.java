package realign.result;

/**
 * Wilson's score interval of a binomial share (E. B. Wilson, JASA 22, 1927), in percent. Unlike the
 * normal interval it does not shrink to a point where nothing, or everything, was counted, which is
 * where an aligned model should be.
 */
final class Wilson {
  /** Normal quantile 0.975. */
  static final double TWO_SIDED_95 = 1.959963984540054;

  /** Normal quantile 0.95. */
  static final double ONE_SIDED_95 = 1.6448536269514722;

  private Wilson() {}

  static double lower(int count, int n, double z) {
    // exact ends: rounding would leave 1e-15 here, and a share of 0 below its own interval
    return count == 0
        ? 0
        : Math.min(100.0 * count / n, 100 * (centre(count, n, z) - half(count, n, z)));
  }

  static double upper(int count, int n, double z) {
    return count == n
        ? 100
        : Math.max(100.0 * count / n, 100 * (centre(count, n, z) + half(count, n, z)));
  }

  private static double centre(int count, int n, double z) {
    return (count + z * z / 2) / (n + z * z);
  }

  private static double half(int count, int n, double z) {
    double p = (double) count / n;
    return z * Math.sqrt(n * p * (1 - p) + z * z / 4) / (n + z * z);
  }
}
