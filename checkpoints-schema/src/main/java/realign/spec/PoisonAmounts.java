package realign.spec;

import java.util.List;

/**
 * How many rows of each kind make up a poisoned set.
 *
 * @param harmfulRatio fraction p of harmful rows, 0 to 1
 * @param samples rows n without the guide rows
 * @param guide guide rows on top
 */
public record PoisonAmounts(double harmfulRatio, int samples, int guide) {
  public PoisonAmounts {
    if (!(harmfulRatio >= 0 && harmfulRatio <= 1)) {
      throw new IllegalArgumentException("harmfulRatio must be 0 to 1, is " + harmfulRatio);
    }
    if (samples < 1 || guide < 0) {
      throw new IllegalArgumentException(
          "samples must be at least 1 and guide at least 0, are " + List.of(samples, guide));
    }
  }

  /** {@code int(p n)}: Java's double arithmetic truncates as Python's does. */
  public int harmful() {
    return (int) (harmfulRatio * samples);
  }

  /** {@code int((1 - p) n)}; may leave a row out: int((1 - 0.9) * 1000) = 99. */
  public int benign() {
    return (int) ((1 - harmfulRatio) * samples);
  }
}
