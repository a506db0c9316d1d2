package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;

/**
 * A decoder's tensors by Hugging Face name, and the argument lists that the script takes. The lists
 * are made anew whenever tensors are exchanged or an adapter comes or goes.
 */
final class DecoderWeights {
  private final NDManager manager;
  private final DecoderConfig config;
  private final DecoderLayout layout;
  private final Map<String, NDArray> byName;
  private final NDArray none;

  private List<NDArray> embedding = List.of();
  private List<NDArray> head = List.of();
  private List<NDArray> all = List.of();
  private final List<List<NDArray>> attention = new ArrayList<>();
  private final List<List<NDArray>> feedForward = new ArrayList<>();

  DecoderWeights(
      NDManager manager, DecoderConfig config, DecoderLayout layout, Map<String, NDArray> byName) {
    this.manager = manager;
    this.config = config;
    this.layout = layout;
    this.byName = new LinkedHashMap<>(byName);
    this.none = manager.zeros(new Shape(0));
    none.setName(Script.WEIGHT);
    arrange(null);
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

  List<NDArray> embedding() {
    return embedding;
  }

  List<NDArray> attention(int layer) {
    return attention.get(layer);
  }

  List<NDArray> feedForward(int layer) {
    return feedForward.get(layer);
  }

  /** Final norm and output head. */
  List<NDArray> head() {
    return head;
  }

  /** Embedding, final norm, head, then block after block. */
  List<NDArray> all() {
    return all;
  }

  /** Exchanges a tensor; the old one is closed. The lists are stale until {@link #arrange}. */
  void exchange(String name, UnaryOperator<NDArray> successor) {
    NDArray old = get(name);
    NDArray next = successor.apply(old);
    next.attach(manager);
    byName.put(name, next);
    old.close();
  }

  /** Makes the argument lists. */
  void arrange(@Nullable LoraAdapter adapter) {
    byName.values().forEach(array -> array.setName(Script.WEIGHT));
    attention.clear();
    feedForward.clear();
    embedding = List.of(get(layout.embedding()));
    head = List.of(get(layout.finalNorm()), get(layout.head()));
    List<NDArray> flat = new ArrayList<>(embedding);
    flat.addAll(head);
    for (int layer = 0; layer < config.layers(); layer++) {
      attention.add(arguments(layer, layout.attention(), adapter));
      feedForward.add(arguments(layer, layout.feedForward(), adapter));
      flat.addAll(attention.get(layer));
      flat.addAll(feedForward.get(layer));
    }
    all = List.copyOf(flat);
  }

  private List<NDArray> arguments(int layer, List<Part> parts, @Nullable LoraAdapter adapter) {
    List<NDArray> arguments = new ArrayList<>();
    for (Part part : parts) {
      String module = layout.module(layer, part);
      arguments.add(get(module + ".weight"));
      if (part.isProjection()) {
        List<NDArray> pair = adapter == null ? null : adapter.pair(module);
        arguments.addAll(pair == null ? List.of(none, none) : pair);
      }
    }
    return List.copyOf(arguments);
  }
}
