package realign.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import realign.safetensors.HostTensor;

/**
 * The trainable parameters of a model: f32 leaf arrays that the optimiser changes in place. Not for
 * frozen weights.
 */
public interface Parameters {
  /** Names in sorted order, the order in which norms over all of them are summed. */
  List<String> names();

  /** The values of one; owned by the model, to be read only. */
  NDArray get(String name);

  /** Changes the values of one in place; the change is given them and their gradient. */
  void update(String name, BiConsumer<NDArray, NDArray> change);

  /** Changes the values of several in place; the change is given them and their gradients. */
  void update(List<String> names, BiConsumer<List<NDArray>, List<NDArray>> change);

  /**
   * The gradient that has gathered since {@link #zeroGradients()}, in the shape of the parameter;
   * owned by the model. The same array for as long as the parameter is trainable, so it may be
   * scaled in place.
   */
  NDArray gradient(String name);

  /** Sets all gradients to zero. */
  void zeroGradients();

  /** A copy in host memory, by name. */
  Map<String, HostTensor> snapshot();

  /**
   * Sets the values.
   *
   * @throws IllegalArgumentException when names, types or shapes are not exactly these
   */
  void restore(Map<String, HostTensor> values);
}
