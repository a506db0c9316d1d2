package realign.attack;

import java.util.List;
import realign.data.ExampleSet;

/**
 * A way to make the set that an attacker fine-tunes on. One file a kind; it only chooses, changes
 * and orders rows, it trains nothing.
 */
public interface Poison {

  /** Name in specs and records. */
  String name();

  /** The attacker's rows in list order, before any shuffling. */
  ExampleSet mix(Sources sources, Amounts amounts);

  /**
   * What there is to choose from, in file order.
   *
   * @param harmful harmful rows
   * @param benign rows of the user's own task
   * @param guide safe rows that a careful service adds on top
   */
  record Sources(ExampleSet harmful, ExampleSet benign, ExampleSet guide) {}

  /**
   * How much of it.
   *
   * @param harmfulRatio fraction p of harmful rows, 0 to 1
   * @param samples rows n without the guide rows
   * @param guide guide rows on top
   */
  record Amounts(double harmfulRatio, int samples, int guide) {
    public Amounts {
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
}
