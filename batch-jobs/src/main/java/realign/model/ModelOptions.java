package realign.model;

import realign.spec.ModelSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

/**
 * How a model is held, apart from what it is.
 *
 * @param compute arithmetic of the frozen matrix products
 * @param device where its arrays lie
 * @param activationRecomputation whether a training pass keeps only each block's input and computes
 *     the block again on its way back: less memory, more time, the same bits
 * @param widening whether bf16 matrices are widened, a part at a time, and products of many rows
 *     taken in f32: on a processor that is faster so
 */
public record ModelOptions(
    Compute compute, Device device, boolean activationRecomputation, boolean widening) {
  /** Products as the processor is fastest. */
  public ModelOptions(Compute compute, Device device, boolean activationRecomputation) {
    this(
        compute,
        device,
        activationRecomputation,
        compute == Compute.BF16 && device == Device.CPU && !Processor.here().multipliesBf16Fast());
  }

  /** On the processor; keeps what a training pass computes. */
  public ModelOptions(Compute compute) {
    this(compute, Device.CPU, false);
  }

  /** Everything in f32, on the processor. */
  public static ModelOptions defaults() {
    return new ModelOptions(Compute.F32);
  }

  /** As a spec says. */
  public static ModelOptions of(ModelSpec spec) {
    return new ModelOptions(spec.compute(), spec.device(), false);
  }

  /** The same with activations computed again, or kept. */
  public ModelOptions recomputing(boolean again) {
    return new ModelOptions(compute, device, again, widening);
  }
}
