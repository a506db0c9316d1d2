package realign.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a chart.
 *
 * @param name in the legend and the table
 * @param style colour, dash and mark; the same number means the same model in every chart
 * @param points in ascending order of x
 * @param marks whether each point gets a mark and its interval
 */
record Series(String name, int style, List<Dot> points, boolean marks) {

  /** A value with its interval, where it has one. */
  record Dot(double x, double y, @Nullable Double low, @Nullable Double high) {
    Dot(double x, double y) {
      this(x, y, null, null);
    }
  }

  Series {
    points = List.copyOf(points);
  }
}
