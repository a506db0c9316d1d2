package realign.result;

/**
 * A finite real number over {@code n} rows: a loss, a drift. Not for shares of prompts, which are a
 * {@link Score}.
 */
public record Measure(double value, int n) {
  public Measure {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a measure must be finite, but is " + value);
    }
  }
}
