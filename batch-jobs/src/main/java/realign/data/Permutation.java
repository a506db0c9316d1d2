package realign.data;

/**
 * Fisher-Yates shuffle over SplitMix64. Written out because the order of rows decides a run's bits,
 * and the library's generators may draw bounded numbers differently in another Java release.
 */
final class Permutation {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private Permutation(long seed) {
    this.state = seed;
  }

  /** The numbers 0 to size - 1 in the order of the seed; all orders are equally likely. */
  static int[] of(int size, long seed) {
    Permutation random = new Permutation(seed);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  // Draws again where the top of the range would favour small remainders.
  private int below(int bound) {
    while (true) {
      long bits = next() >>> 1;
      long value = bits % bound;
      if (bits - value + (bound - 1) >= 0) {
        return (int) value;
      }
    }
  }

  private long next() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
