package realign.model;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import realign.safetensors.HostTensor;

/** Trainable arrays and their gradients; counts the changes of the values. */
final class LeafParameters implements Parameters {
  private final SortedMap<String, NDArray> values;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();
  private long changes;

  LeafParameters(Map<String, NDArray> values) {
    this.values = new TreeMap<>(values);
    this.values.forEach(
        (name, array) -> gradients.put(name, HostArrays.zerosLike(array.getManager(), array)));
  }

  static LeafParameters none() {
    return new LeafParameters(Map.of());
  }

  /** Arrays that backward passes add to, by name. */
  Map<String, NDArray> gradients() {
    return gradients;
  }

  /** How often a value was changed. */
  long changes() {
    return changes;
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
  public void update(String name, BiConsumer<NDArray, NDArray> change) {
    changes++;
    change.accept(get(name), gradient(name));
  }

  @Override
  public void update(List<String> names, BiConsumer<List<NDArray>, List<NDArray>> change) {
    changes++;
    change.accept(
        names.stream().map(this::get).toList(), names.stream().map(this::gradient).toList());
  }

  @Override
  public void zeroGradients() {
    Tensors.zero(gradients.values());
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
    changes++;
    given.forEach((name, tensor) -> HostArrays.write(get(name), tensor));
  }

  private static void requireSame(String name, HostTensor given, NDArray array) {
    long[] shape = array.getShape().getShape();
    if (!given.dtype().equals("F32") || !Arrays.equals(given.shape(), shape)) {
      throw new IllegalArgumentException(
          "%s must be F32 %s, but is %s %s"
              .formatted(
                  name, Arrays.toString(shape), given.dtype(), Arrays.toString(given.shape())));
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
    gradients.values().forEach(NDArray::close);
    gradients.clear();
  }
}
