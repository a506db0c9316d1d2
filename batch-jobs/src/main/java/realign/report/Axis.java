package realign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to units of a drawing, linearly or by logarithm.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 */
record Axis(double low, double high, double from, double to, boolean logarithmic) {

  /** Steps of 1, 2 or 5 times a power of ten give at most this many ticks. */
  private static final int MOST_TICKS = 6;

  private static final double SPREAD_FOR_LOG = 20;

  Axis {
    if (!(high > low) || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException("no axis from " + low + " to " + high);
    }
  }

  /** A linear axis that holds 0 and the highest value, ending on a tick. */
  static Axis fromZero(double highest, double from, double to) {
    double high = highest > 0 ? highest : 1;
    double step = niceStep(high);
    return new Axis(0, step * Math.ceil(high / step - 1e-9), from, to, false);
  }

  /** Linear from zero, or by whole decades where the values spread far. */
  static Axis forPositive(double lowest, double highest, double from, double to) {
    if (lowest <= 0 || highest / lowest < SPREAD_FOR_LOG) {
      return fromZero(highest, from, to);
    }
    double low = Math.pow(10, Math.floor(Math.log10(lowest)));
    double high = Math.pow(10, Math.ceil(Math.log10(highest)));
    return new Axis(low, high, from, to, true);
  }

  double at(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
            : (value - low) / (high - low);
    return from + share * (to - from);
  }

  /** Values at which a tick stands. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = low; tick <= high * 1.001; tick *= 10) {
        ticks.add(tick);
      }
    } else {
      double step = niceStep(high - low);
      for (int i = 0; low + i * step <= high + step * 1e-6; i++) {
        ticks.add(low + i * step);
      }
    }
    return ticks;
  }

  /** A tick's text without needless zeros. */
  static String label(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e5 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  private static double niceStep(double range) {
    double rough = range / (MOST_TICKS - 1);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= rough * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
