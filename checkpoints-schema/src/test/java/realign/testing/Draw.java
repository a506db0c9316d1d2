package realign.testing;

import java.util.SplittableRandom;

/**
 * Draws the values of one case, all from one seed. Not for numbers of which a test needs the
 * distribution: the ends of a range come more often than the rest, since errors live there.
 */
public final class Draw {
  private static final long[] ENDS = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};

  private final long seed;
  private final SplittableRandom random;

  public Draw(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** From min to max, both included; one in four is an end of the range or beside it. */
  public int between(int min, int max) {
    if (!atAnEnd()) {
      return random.nextInt(min, max + 1);
    }
    int inwards = Math.min(random.nextInt(2), max - min);
    return random.nextBoolean() ? min + inwards : max - inwards;
  }

  /** Any long; one in four is 0, beside it, or the least or greatest there is. */
  public long anyLong() {
    return atAnEnd() ? ENDS[random.nextInt(ENDS.length)] : random.nextLong();
  }

  /** From 0 to a bound, the bound excluded, each as likely. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any of these, each as likely. */
  public <T> T oneOf(T[] all) {
    return all[random.nextInt(all.length)];
  }

  private boolean atAnEnd() {
    return random.nextInt(4) == 0;
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }
}
