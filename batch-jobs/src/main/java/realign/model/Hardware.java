package realign.model;

import java.util.Optional;
import realign.spec.ModelSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;
import realign.spec.ProblemException;

/** Whether this machine computes as a spec asks. Not for how much memory it has. */
public final class Hardware {
  /** Tensor cores multiply bf16 numbers from this compute capability on, times ten. */
  private static final int AMPERE = 80;

  private final Processor processor;
  private final Gpu gpu;

  Hardware(Processor processor, Gpu gpu) {
    this.processor = processor;
    this.gpu = gpu;
  }

  /** Of the machine of this process. */
  public static Hardware here() {
    return new Hardware(Processor.here(), Gpu.HERE);
  }

  /** The device that a spec chooses, such as {@code cpu} or {@code cuda sm_90}. */
  public String name(Device device) {
    return switch (device) {
      case CPU -> "cpu";
      case CUDA -> "cuda sm_" + gpu.capability();
    };
  }

  /**
   * Refuses what this machine lacks, even where it could be computed by detours.
   *
   * @throws ProblemException naming what is lacking and the setting that asks for it
   */
  public void require(ModelSpec spec) {
    switch (spec.device()) {
      case CPU -> requireProcessor(spec.compute());
      case CUDA -> requireGpu(spec.compute());
    }
  }

  private void requireProcessor(Compute compute) {
    if (compute == Compute.BF16 && !processor.multipliesBf16()) {
      throw ModelProblem.NO_BF16.of(
          "model.compute", "bf16 on a processor without avx512_bf16 and amx_bf16");
    }
  }

  private void requireGpu(Compute compute) {
    if (!gpu.libraryKnowsCuda()) {
      throw ModelProblem.NO_CUDA_LIBRARY.of("model.device", "cuda with " + Engine.version());
    }
    int capability = gpu.capability();
    if (capability == 0) {
      throw ModelProblem.NO_GPU.of("model.device", "cuda where the CUDA runtime shows no GPU");
    }
    if (compute == Compute.BF16 && capability < AMPERE) {
      throw ModelProblem.NO_BF16.of(
          "model.compute",
          "bf16 on a GPU of compute capability " + capability / 10 + "." + capability % 10);
    }
  }

  /** What a person should know of a spec that this machine does compute. */
  public Optional<String> note(ModelSpec spec) {
    boolean slow =
        spec.compute() == Compute.BF16
            && spec.device() == Device.CPU
            && processor.multipliesBf16()
            && !processor.multipliesBf16Fast();
    return slow
        ? Optional.of(
            "model.compute bf16: this processor has avx512_bf16 but not amx_bf16, so that bf16 halves"
                + " the weights' memory, saves no time in training and costs some in generation")
        : Optional.empty();
  }
}
