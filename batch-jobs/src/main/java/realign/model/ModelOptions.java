package realign.model;

import realign.spec.ModelSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

/**
 * How a model is held, apart from what it is.
 *
 * @param compute arithmetic of the frozen matrix products
 * @param device where its arrays lie
 */
public record ModelOptions(Compute compute, Device device) {
  /** On the processor. */
  public ModelOptions(Compute compute) {
    this(compute, Device.CPU);
  }

  /** Everything in f32, on the processor. */
  public static ModelOptions defaults() {
    return new ModelOptions(Compute.F32);
  }

  /** As a spec says. */
  public static ModelOptions of(ModelSpec spec) {
    return new ModelOptions(spec.compute(), spec.device());
  }
}
