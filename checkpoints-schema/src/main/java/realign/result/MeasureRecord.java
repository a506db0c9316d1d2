package realign.result;

import java.util.List;

/**
 * A measurement that is not a judgement on answers; a line of the record stream {@code measures}.
 *
 * @param point when
 * @param name {@code alignment-loss}, {@code drift-squares} (sum over rows, tokens and layers of
 *     squared differences of the attention outputs), {@code drift-norms} (sum of the norms)
 * @param value the number
 * @param n rows that it is over
 * @param byLayer the part of each layer where there is one, else empty
 */
public record MeasureRecord(Point point, String name, double value, int n, List<Double> byLayer) {

  public MeasureRecord {
    byLayer = List.copyOf(byLayer);
  }
}
