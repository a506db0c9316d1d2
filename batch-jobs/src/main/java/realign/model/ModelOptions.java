package realign.model;

import realign.spec.ModelSpec.Compute;

/**
 * How a model is held, apart from what it is.
 *
 * @param compute arithmetic of the frozen matrix products
 */
public record ModelOptions(Compute compute) {
  /** Everything in f32. */
  public static ModelOptions defaults() {
    return new ModelOptions(Compute.F32);
  }
}
