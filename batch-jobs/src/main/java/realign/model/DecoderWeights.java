package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;

/**
 * A decoder's tensors by their names in files, and the maps of them that the script takes. The maps
 * are made anew whenever tensors are exchanged or an adapter comes or goes.
 */
final class DecoderWeights implements AutoCloseable {
  private final NDManager manager;
  private final DecoderConfig config;
  private final DecoderLayout layout;
  private final Map<String, NDArray> byName;
  private final IValue noGradients = Script.map(Map.of());
  private NDManager arranged;

  private final List<IValue> blocks = new ArrayList<>();
  private final List<IValue> blockGradients = new ArrayList<>();
  private @Nullable IValue ends;
  private @Nullable IValue endGradients;
  private boolean startIsTrained;

  DecoderWeights(
      NDManager manager, DecoderConfig config, DecoderLayout layout, Map<String, NDArray> byName) {
    this.manager = manager;
    this.config = config;
    this.layout = layout;
    this.byName = new LinkedHashMap<>(byName);
    this.arranged = manager.newSubManager();
  }

  /** All tensors by name; a tied head is not listed twice. */
  Map<String, NDArray> byName() {
    return byName;
  }

  NDArray get(String name) {
    NDArray array = byName.get(name);
    if (array == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return array;
  }

  /** Modules outside the blocks, by role. */
  IValue ends() {
    return arranged(ends);
  }

  /** Gradients of {@link #ends}. */
  IValue endGradients() {
    return arranged(endGradients);
  }

  /** In place of gradients where none are wanted. */
  IValue noGradients() {
    return noGradients;
  }

  /** Whether anything before the first adapter is trained. */
  boolean startIsTrained() {
    return startIsTrained;
  }

  /** Modules of a block, by role. */
  IValue block(int layer) {
    return blocks.get(layer);
  }

  /** Gradients of {@link #block}. */
  IValue blockGradients(int layer) {
    return blockGradients.get(layer);
  }

  /** Of every block. */
  List<IValue> blocks() {
    return blocks;
  }

  /**
   * Of every block, with some matrices exchanged and without an adapter; for the caller to close.
   */
  List<IValue> blocks(Map<Part, NDArray> folds) {
    return IntStream.range(0, config.layers())
        .mapToObj(layer -> map(layout.block(layer, config), folds, null))
        .toList();
  }

  /** Modules outside the blocks, with some matrices exchanged; for the caller to close. */
  IValue ends(Map<Part, NDArray> folds) {
    return map(layout.ends(config), folds, null);
  }

  private static IValue arranged(@Nullable IValue map) {
    if (map == null) {
      throw new IllegalStateException("not arranged");
    }
    return map;
  }

  /** Exchanges a tensor; the old one is closed. The maps are stale until {@link #arrange}. */
  void exchange(String name, UnaryOperator<NDArray> successor) {
    NDArray old = get(name);
    NDArray next = successor.apply(old);
    next.attach(manager);
    byName.put(name, next);
    old.close();
  }

  /**
   * Makes the maps.
   *
   * @param folds matrices that stand in for those of their parts
   * @param adapter passed beside the matrices
   * @param gradients of what is trained, by the names of parameters
   */
  void arrange(
      Map<Part, NDArray> folds, @Nullable LoraAdapter adapter, Map<String, NDArray> gradients) {
    release();
    arranged = manager.newSubManager();
    ends = map(layout.ends(config), folds, null);
    endGradients = gradientMap(layout.ends(config), gradients);
    startIsTrained = gradients.keySet().stream().anyMatch(byName::containsKey);
    for (int layer = 0; layer < config.layers(); layer++) {
      List<Part> block = layout.block(layer, config);
      blocks.add(map(block, folds, adapter));
      blockGradients.add(gradientMap(block, gradients));
    }
  }

  private IValue map(List<Part> parts, Map<Part, NDArray> folds, @Nullable LoraAdapter adapter) {
    Map<String, NDArray> map = new LinkedHashMap<>();
    for (Part part : parts) {
      NDArray stored = get(part.weight());
      map.put(
          part.role().key + ".weight",
          folds.containsKey(part) ? folds.get(part) : turned(part, stored));
      if (part.bias()) {
        map.put(part.role().key + ".bias", get(part.biasName()));
      }
      List<NDArray> pair = adapter == null ? null : adapter.pair(part.name());
      if (pair != null) {
        map.put(part.role().key + ".A", pair.get(0));
        map.put(part.role().key + ".B", pair.get(1));
      }
    }
    return Script.map(map);
  }

  private IValue gradientMap(List<Part> parts, Map<String, NDArray> gradients) {
    Map<String, NDArray> map = new LinkedHashMap<>();
    for (Part part : parts) {
      put(map, part.role().key + ".weight", turned(part, gradients.get(part.weight())));
      put(map, part.role().key + ".bias", gradients.get(part.biasName()));
      put(map, part.role().key + ".A", gradients.get(LoraAdapter.nameOfA(part.name())));
      put(map, part.role().key + ".B", gradients.get(LoraAdapter.nameOfB(part.name())));
    }
    return Script.map(map);
  }

  private static void put(Map<String, NDArray> map, String name, @Nullable NDArray array) {
    if (array != null) {
      map.put(name, array);
    }
  }

  /** A view as {@code [out, in]} of a matrix that is stored as {@code [in, out]}. */
  private @Nullable NDArray turned(Part part, @Nullable NDArray array) {
    if (array == null || !part.transposed()) {
      return array;
    }
    NDArray view = array.transpose();
    view.attach(arranged);
    return view;
  }

  /** The matrix of a part as {@code [out, in]}, a view. */
  NDArray matrix(Part part) {
    NDArray stored = get(part.weight());
    return part.transposed() ? stored.transpose() : stored.reshape(stored.getShape());
  }

  private void release() {
    blocks.forEach(IValue::close);
    blockGradients.forEach(IValue::close);
    blocks.clear();
    blockGradients.clear();
    if (ends != null) {
      ends.close();
    }
    if (endGradients != null) {
      endGradients.close();
    }
    arranged.close();
  }

  @Override
  public void close() {
    release();
    noGradients.close();
  }
}
