package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import realign.model.DecoderLayout.Part;

/** Copies of matrices with an adapter added, W + scale B A, made again when its values changed. */
final class Folds {
  private final List<NDArray> bases = new ArrayList<>();
  private final List<NDArray> firsts = new ArrayList<>();
  private final List<NDArray> seconds = new ArrayList<>();
  private final Map<String, NDArray> sums = new LinkedHashMap<>();
  private long foldedAt = -1;

  /** Room for the copies, owned by the manager. */
  Folds(NDManager manager, Architecture architecture, DecoderWeights weights, LoraAdapter adapter) {
    for (Part part : architecture.projections()) {
      List<NDArray> pair = adapter.pair(part.name());
      if (pair != null) {
        NDArray base = weights.matrix(part);
        base.attach(manager);
        bases.add(base);
        firsts.add(pair.get(0));
        seconds.add(pair.get(1));
        sums.put(part.name(), HostArrays.empty(manager, part.shape()));
      }
    }
  }

  /** The copies by the names of their modules; their values are those of the last refresh. */
  Map<String, NDArray> sums() {
    return sums;
  }

  /** Elements of the copies. */
  long elements() {
    return sums.values().stream().mapToLong(NDArray::size).sum();
  }

  /**
   * Folds again where need be.
   *
   * @param script with the adapter's scale
   * @param changes of the adapter's values so far
   */
  void refresh(Script script, long changes) {
    if (foldedAt != changes && !sums.isEmpty()) {
      script.call("fold", bases, firsts, seconds, List.copyOf(sums.values())).close();
      foldedAt = changes;
    }
  }
}
