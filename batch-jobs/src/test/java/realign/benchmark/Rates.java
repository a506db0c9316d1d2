package realign.benchmark;

import org.jspecify.annotations.Nullable;

/**
 * Rates at which one thread of this processor multiplies, in FLOP/s.
 *
 * @param block f32, shapes of a block
 * @param head f32, shape of an output head
 * @param brainBlock bf16, if measured
 * @param brainHead bf16, if measured
 */
record Rates(double block, double head, @Nullable Double brainBlock, @Nullable Double brainHead) {

  /** The better ones. */
  Rates best(Rates other) {
    return new Rates(
        Math.max(block, other.block),
        Math.max(head, other.head),
        best(brainBlock, other.brainBlock),
        best(brainHead, other.brainHead));
  }

  private static @Nullable Double best(@Nullable Double a, @Nullable Double b) {
    return a == null || b == null ? null : Double.valueOf(Math.max(a, b));
  }

  /**
   * CPU seconds that the arithmetic takes at these rates: what nothing but products would take.
   * Attention and adapters are f32 whatever the frozen products are; bf16 matrices may be
   * multiplied in f32 too.
   */
  double seconds(Flops flops, String compute) {
    boolean brain = compute.equals("bf16");
    double frozenRate = brain && brainBlock != null ? Math.max(brainBlock, block) : block;
    double headRate = brain && brainHead != null ? Math.max(brainHead, head) : head;
    return flops.frozen() / frozenRate
        + flops.head() / headRate
        + (flops.attention() + flops.adapter()) / block;
  }
}
