package realign.training;

import java.util.Map;
import java.util.Objects;
import realign.safetensors.HostTensor;

/** Values of host tensors, for comparison. */
final class HostValues {
  private HostValues() {}

  static float[] of(Map<String, HostTensor> tensors, String name) {
    return of(Objects.requireNonNull(tensors.get(name), name));
  }

  static float[] of(HostTensor tensor) {
    float[] values = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }
}
