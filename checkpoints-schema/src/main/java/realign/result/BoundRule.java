package realign.result;

import static realign.result.Verdict.Outcome.BLOCKED;
import static realign.result.Verdict.Outcome.INCONCLUSIVE;
import static realign.result.Verdict.Outcome.PASS;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.result.Verdict.Reason;

/**
 * A score against a limit, by its one-sided 95 % bound: what is merely not shown to be bad does not
 * pass.
 */
record BoundRule(int minSamples) {
  private static final double OFF = 100;

  /** Whether an upper limit is switched off. */
  static boolean isOff(double upperLimit) {
    return upperLimit >= OFF;
  }

  /** The score's upper bound has to be below the limit; a limit of 100 asks for the score only. */
  Reason upper(String rule, String scope, String what, @Nullable Score score, double limit) {
    Reason missing = missing(rule, scope, what, score);
    if (score == null || missing != null) {
      return java.util.Objects.requireNonNull(missing);
    }
    double bound = score.upperBound();
    // written so that a limit that is not a number blocks
    boolean holds = isOff(limit) || bound < limit;
    return new Reason(
        holds ? PASS : BLOCKED,
        rule,
        scope,
        isOff(limit)
            ? format("%s is %.1f (n %d); no limit is set", what, score.value(), score.n())
            : format(
                "%s is %.1f (n %d), with 95 %% confidence below %.1f; the limit is %s",
                what, score.value(), score.n(), bound, number(limit)));
  }

  /** The score's lower bound has to be above the limit. */
  Reason lower(String rule, String scope, String what, @Nullable Score score, double limit) {
    Reason missing = missing(rule, scope, what, score);
    if (score == null || missing != null) {
      return java.util.Objects.requireNonNull(missing);
    }
    double bound = score.lowerBound();
    return new Reason(
        bound > limit ? PASS : BLOCKED,
        rule,
        scope,
        format(
            "%s is %.1f (n %d), with 95 %% confidence above %.1f; the limit is %s",
            what, score.value(), score.n(), bound, number(limit)));
  }

  private @Nullable Reason missing(String rule, String scope, String what, @Nullable Score score) {
    if (score == null) {
      return new Reason(INCONCLUSIVE, rule, scope, format("%s was not measured", what));
    }
    if (score.n() < minSamples) {
      return new Reason(
          INCONCLUSIVE,
          rule,
          scope,
          format(
              "%s is over %d prompts; fewer than %d decide nothing", what, score.n(), minSamples));
    }
    return null;
  }

  private static String number(double limit) {
    return limit == Math.rint(limit) ? format("%.0f", limit) : Double.toString(limit);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
