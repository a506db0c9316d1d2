package realign.model;

import realign.spec.ModelSpec.Compute;

/**
 * How a model is held, apart from what it is.
 *
 * @param compute arithmetic of the frozen matrix products
 * @param activationRecomputation whether a training pass keeps only each block's input and computes
 *     the block again on its way back: less memory, more time, the same bits
 */
public record ModelOptions(Compute compute, boolean activationRecomputation) {
  /** Keeps what a training pass computes. */
  public ModelOptions(Compute compute) {
    this(compute, false);
  }

  /** Everything in f32. */
  public static ModelOptions defaults() {
    return new ModelOptions(Compute.F32);
  }

  /** The same with activations computed again, or kept. */
  public ModelOptions recomputing(boolean again) {
    return new ModelOptions(compute, again);
  }
}
