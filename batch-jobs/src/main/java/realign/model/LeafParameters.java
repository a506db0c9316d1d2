package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import realign.safetensors.HostTensor;

/** Trainable arrays and their gradients. */
final class LeafParameters implements Parameters {
  private final HostArrays host;
  private final SortedMap<String, NDArray> values;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();

  LeafParameters(HostArrays host, Map<String, NDArray> values) {
    this.host = host;
    this.values = new TreeMap<>(values);
    requireGradients(true);
    this.values.forEach((name, array) -> gradients.put(name, firstGradient(array)));
    zeroGradients();
  }

  static LeafParameters none(HostArrays host) {
    return new LeafParameters(host, Map.of());
  }

  /**
   * The engine keeps the array that the first backward pass makes and adds later gradients to it in
   * place. One trivial pass makes it now, so that the handle stays valid.
   */
  private static NDArray firstGradient(NDArray array) {
    try (GradientCollector recording = Engine.recording();
        NDArray sum = array.sum()) {
      recording.backward(sum);
    }
    return array.getGradient();
  }

  /** Whether passes from now on give gradients of these; what has gathered stays. */
  void requireGradients(boolean required) {
    values.values().forEach(array -> array.setRequiresGradient(required));
  }

  @Override
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  @Override
  public NDArray get(String name) {
    return known(values, name);
  }

  @Override
  public NDArray gradient(String name) {
    return known(gradients, name);
  }

  @Override
  public void zeroGradients() {
    values.values().forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
  }

  @Override
  public Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> snapshot = new TreeMap<>();
    values.forEach((name, array) -> snapshot.put(name, HostArrays.read(array)));
    return snapshot;
  }

  @Override
  public void restore(Map<String, HostTensor> given) {
    if (!given.keySet().equals(values.keySet())) {
      throw new IllegalArgumentException(
          "given " + given.keySet() + ", but these are trained: " + values.keySet());
    }
    given.forEach((name, tensor) -> requireSame(name, tensor, get(name)));
    given.forEach((name, tensor) -> host.write(get(name), tensor));
  }

  private static void requireSame(String name, HostTensor given, NDArray array) {
    long[] shape = array.getShape().getShape();
    if (!given.dtype().equals("F32") || !java.util.Arrays.equals(given.shape(), shape)) {
      throw new IllegalArgumentException(
          "%s must be F32 %s, but is %s %s"
              .formatted(
                  name,
                  java.util.Arrays.toString(shape),
                  given.dtype(),
                  java.util.Arrays.toString(given.shape())));
    }
  }

  private static NDArray known(Map<String, NDArray> arrays, String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(name + " is not trained; these are: " + arrays.keySet());
    }
    return array;
  }

  /** Stops training: the arrays stay, without gradients. */
  void release() {
    requireGradients(false);
    gradients.values().forEach(NDArray::close);
    gradients.clear();
  }
}
