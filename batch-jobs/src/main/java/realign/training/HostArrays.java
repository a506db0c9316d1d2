package realign.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import realign.safetensors.HostTensor;

/** Copies f32 arrays between the engine and host memory. */
final class HostArrays {
  private static final String F32 = "F32";

  private HostArrays() {}

  /** A copy of an array's values. */
  static HostTensor copyOf(NDArray array) {
    long[] shape = array.getShape().getShape();
    if (!array.getDevice().isGpu()) {
      return new HostTensor(F32, shape, array.toByteBuffer(false));
    }
    // Left to itself the engine would keep this copy for as long as the array.
    try (NDArray host = array.toDevice(Device.cpu(), true)) {
      return new HostTensor(F32, shape, host.toByteBuffer(false));
    }
  }

  /**
   * A new array of the same shape with saved values, in memory that torch allocated: the bits of a
   * product may depend on alignment. Closes the old array.
   */
  static PtNDArray replace(PtNDArray old, HostTensor saved) {
    if (!saved.dtype().equals(F32) || !Arrays.equals(saved.shape(), old.getShape().getShape())) {
      throw new IllegalArgumentException(
          "need F32 %s, but saved is %s %s"
              .formatted(old.getShape(), saved.dtype(), Arrays.toString(saved.shape())));
    }
    try (old;
        NDArray wrapped = old.getManager().create(saved.data(), old.getShape(), DataType.FLOAT32)) {
      return (PtNDArray) wrapped.duplicate();
    }
  }
}
