package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;

/**
 * Copies of matrices with an adapter added where it has a pair for them, W + scale B A, made again
 * when its values changed.
 */
final class Folds {
  /** How a copy lies in memory; the script sees {@code [out, in]} in both. */
  enum Order {
    /** As most files have it. */
    OUT_IN,
    /** Products with few rows read it a quarter faster. */
    IN_OUT
  }

  private final List<NDArray> bases = new ArrayList<>();
  private final List<NDArray> firsts = new ArrayList<>();
  private final List<NDArray> seconds = new ArrayList<>();
  private final List<NDArray> sums = new ArrayList<>();
  private final List<NDArray> plain = new ArrayList<>();
  private final List<NDArray> copies = new ArrayList<>();
  private final Map<Part, NDArray> all = new LinkedHashMap<>();
  private long foldedAt = -1;

  /** Room for copies of the parts, owned by the manager. */
  Folds(
      NDManager manager,
      List<Part> parts,
      Order order,
      DecoderWeights weights,
      @Nullable LoraAdapter adapter) {
    for (Part part : parts) {
      NDArray base = weights.matrix(part);
      base.attach(manager);
      NDArray copy = room(manager, part, order);
      all.put(part, copy);
      List<NDArray> pair = adapter == null ? null : adapter.pair(part.name());
      if (pair == null) {
        plain.add(base);
        copies.add(copy);
      } else {
        bases.add(base);
        firsts.add(pair.get(0));
        seconds.add(pair.get(1));
        sums.add(copy);
      }
    }
  }

  private static NDArray room(NDManager manager, Part part, Order order) {
    if (order == Order.OUT_IN) {
      return HostArrays.empty(manager, part.shape());
    }
    NDArray view = HostArrays.empty(manager, new Shape(part.in(), part.out())).transpose();
    view.attach(manager);
    return view;
  }

  /** The copies {@code [out, in]}; their values are those of the last refresh. */
  Map<Part, NDArray> all() {
    return all;
  }

  /** Elements of the copies. */
  long elements() {
    return all.values().stream().mapToLong(NDArray::size).sum();
  }

  /**
   * Copies again where need be.
   *
   * @param script with the adapter's scale
   * @param changes of what is trained so far
   */
  void refresh(Script script, long changes) {
    if (foldedAt == changes) {
      return;
    }
    if (!sums.isEmpty()) {
      script.call("fold", bases, firsts, seconds, sums).close();
    }
    if (!copies.isEmpty()) {
      script.call("copy", plain, copies).close();
    }
    foldedAt = changes;
  }
}
