package realign.result;

/**
 * Upper bound of a difference of two shares over the same prompts, with the hybrid score interval
 * of Newcombe (Statistics in Medicine 17, 1998, p. 2635, method 10). Not a test of "no difference":
 * it bounds how much worse one can be.
 *
 * @param both prompts on which both have the property
 * @param first prompts on which only the first has it
 * @param second prompts on which only the second has it
 * @param neither prompts on which neither has it
 */
record PairedDifference(int both, int first, int second, int neither) {

  PairedDifference {
    if (both < 0 || first < 0 || second < 0 || neither < 0) {
      throw new IllegalArgumentException("counts must not be negative");
    }
  }

  int n() {
    return both + first + second + neither;
  }

  /** Share of the first minus share of the second, in percentage points. */
  double value() {
    return 100.0 * (first - second) / n();
  }

  /** What the true difference does not exceed, with 95 % confidence, in percentage points. */
  double upperBound() {
    return upperBound(Wilson.ONE_SIDED_95);
  }

  double upperBound(double z) {
    int one = both + first;
    int two = both + second;
    double up = Wilson.upper(one, n(), z) - 100.0 * one / n();
    double down = 100.0 * two / n() - Wilson.lower(two, n(), z);
    double squares = up * up - 2 * correlation() * up * down + down * down;
    return value() + Math.sqrt(Math.max(0, squares));
  }

  /** Phi with a continuity correction towards 0 where it is positive. */
  private double correlation() {
    double a = both;
    double scale =
        Math.sqrt(
            (a + first) * ((double) second + neither) * (a + second) * ((double) first + neither));
    if (scale == 0) {
      return 0;
    }
    double agreement = a * neither - (double) first * second;
    return (agreement > 0 ? Math.max(0, agreement - n() / 2.0) : agreement) / scale;
  }
}
