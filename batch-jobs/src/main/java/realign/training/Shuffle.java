package realign.training;

/**
 * A permutation from a seed: Fisher-Yates on SplitMix64. Written out because the order of the rows
 * is part of a run's result and must not change with the Java version.
 */
final class Shuffle {
  private Shuffle() {}

  static int[] permutation(long seed, int size) {
    int[] order = new int[size];
    long state = seed;
    for (int i = 0; i < size; i++) {
      state += 0x9e3779b97f4a7c15L;
      int j = below(i + 1, mix(state));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The SplitMix64 output function (Steele, Lea, Flood 2014). */
  private static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Upper 64 bits of {@code bits * bound}: 0 .. bound - 1; its bias is below bound / 2^64. */
  private static int below(int bound, long bits) {
    return (int) (Math.multiplyHigh(bits, bound) + (bits < 0 ? bound : 0));
  }
}
