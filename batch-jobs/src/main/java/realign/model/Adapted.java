package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;

/**
 * A decoder as it is computed now: with an adapter or without. In a narrow model an adapter without
 * dropout is added to copies of its matrices, once for each change of its values: every pass then
 * takes one product where it would take three. Otherwise it stays beside them.
 */
final class Adapted implements AutoCloseable {
  /**
   * Up to this width calls cost more than arithmetic, and a fold saves 8 % of a step; above it, it
   * saves nothing and its copies cost memory.
   */
  private static final int FOLDED_WIDTH = 128;

  private final NDManager manager;
  private final Script evaluationScript;
  private final Script trainingScript;
  private final Decoder evaluation;
  private final Decoder training;
  private final List<NDArray> bases = new ArrayList<>();
  private final List<NDArray> firsts = new ArrayList<>();
  private final List<NDArray> seconds = new ArrayList<>();
  private final Map<String, NDArray> folds = new LinkedHashMap<>();
  private long foldedAt = -1;

  /**
   * @param gradients of what is trained, by the names of parameters
   */
  Adapted(
      NDManager parent,
      Architecture architecture,
      ModelOptions options,
      DecoderWeights weights,
      @Nullable LoraAdapter adapter,
      Map<String, NDArray> gradients) {
    this.manager = parent.newSubManager();
    LoraSpec lora = adapter == null ? null : adapter.spec();
    boolean dropping = lora != null && lora.dropout() > 0;
    boolean narrow = architecture.config().hidden() <= FOLDED_WIDTH;
    if (adapter != null && narrow && !dropping && options.compute() == Compute.F32) {
      prepareFolds(architecture, weights, adapter);
    }
    boolean folded = !folds.isEmpty();
    weights.arrange(folds, adapter, gradients);
    evaluationScript = DecoderScript.load(manager, architecture, options, lora, folded, false);
    trainingScript =
        dropping
            ? DecoderScript.load(manager, architecture, options, lora, false, true)
            : evaluationScript;
    evaluation = new Decoder(architecture.config(), weights, evaluationScript);
    training = dropping ? new Decoder(architecture.config(), weights, trainingScript) : evaluation;
  }

  private void prepareFolds(
      Architecture architecture, DecoderWeights weights, LoraAdapter adapter) {
    for (Part part : architecture.projections()) {
      List<NDArray> pair = adapter.pair(part.name());
      if (pair != null) {
        NDArray base = weights.matrix(part);
        base.attach(manager);
        bases.add(base);
        firsts.add(pair.get(0));
        seconds.add(pair.get(1));
        folds.put(part.name(), HostArrays.empty(manager, part.shape()));
      }
    }
  }

  /** Elements of the copies. */
  long foldedElements() {
    return folds.values().stream().mapToLong(NDArray::size).sum();
  }

  /** W + scale B A of a part, rounded to W's type and stored as W is. */
  NDArray merged(Part part, NDArray base, List<NDArray> pair) {
    return evaluationScript.array(
        manager, "merged", base, pair.get(0), pair.get(1), part.transposed());
  }

  /**
   * For passes without dropout.
   *
   * @param changes of the adapter's values so far
   */
  Decoder evaluation(long changes) {
    refresh(changes);
    return evaluation;
  }

  /** For passes with the adapter's dropout. */
  Decoder training(long changes) {
    refresh(changes);
    return training;
  }

  private void refresh(long changes) {
    if (!folds.isEmpty() && foldedAt != changes) {
      evaluationScript.call("fold", bases, firsts, seconds, List.copyOf(folds.values())).close();
      foldedAt = changes;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
