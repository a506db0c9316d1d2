package realign.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import realign.model.Parameters;
import realign.safetensors.HostTensor;

/** Parameters without a model: arrays whose gradients a test sets. */
final class ArrayParameters implements Parameters, AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager();
  private final Map<String, NDArray> values = new TreeMap<>();
  private final Map<String, NDArray> gradients = new TreeMap<>();

  ArrayParameters add(String name, double[] value) {
    Shape shape = new Shape(1, value.length);
    values.put(name, manager.create(floats(value), shape));
    gradients.put(name, manager.zeros(shape, DataType.FLOAT32));
    return this;
  }

  void setGradient(String name, double[] gradient) {
    gradient(name).set(floats(gradient));
  }

  @Override
  public List<String> names() {
    return new ArrayList<>(values.keySet());
  }

  @Override
  public NDArray get(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  @Override
  public void update(String name, BiConsumer<NDArray, NDArray> change) {
    change.accept(get(name), gradient(name));
  }

  @Override
  public void update(List<String> names, BiConsumer<List<NDArray>, List<NDArray>> change) {
    change.accept(
        names.stream().map(this::get).toList(), names.stream().map(this::gradient).toList());
  }

  @Override
  public NDArray gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }

  @Override
  public void zeroGradients() {
    gradients.values().forEach(gradient -> gradient.muli(0));
  }

  @Override
  public Map<String, HostTensor> snapshot() {
    Map<String, HostTensor> snapshot = new TreeMap<>();
    values.forEach((name, array) -> snapshot.put(name, realign.model.HostArrays.read(array)));
    return snapshot;
  }

  @Override
  public void restore(Map<String, HostTensor> saved) {
    saved.forEach((name, tensor) -> get(name).set(tensor.data()));
  }

  @Override
  public void close() {
    manager.close();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
