package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

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

  /** Copies for generation take at most 2 GiB; a larger model is read where it lies. */
  private static final long MOST_COPIED = 1L << 29;

  private final NDManager manager;
  private final Script evaluationScript;
  private final Script trainingScript;
  private final Decoder evaluation;
  private final Decoder training;
  private final Architecture architecture;
  private final DecoderWeights weights;
  private final @Nullable LoraAdapter adapter;
  private final boolean foldable;
  private final boolean onProcessor;
  private final @Nullable Folds folds;
  private @Nullable Copies generationCopies;

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
    this.architecture = architecture;
    this.weights = weights;
    this.adapter = adapter;
    LoraSpec lora = adapter == null ? null : adapter.spec();
    boolean dropping = lora != null && lora.dropout() > 0;
    boolean narrow = architecture.config().hidden() <= FOLDED_WIDTH;
    foldable = options.compute() == Compute.F32;
    onProcessor = options.device() == Device.CPU;
    folds =
        adapter != null && foldable && narrow && !dropping
            ? new Folds(manager, adapted(), Folds.Order.OUT_IN, weights, adapter)
            : null;
    boolean folded = folds != null;
    weights.arrange(folds == null ? Map.of() : folds.all(), adapter, gradients);
    evaluationScript = DecoderScript.load(manager, architecture, options, lora, folded, false);
    trainingScript =
        dropping
            ? DecoderScript.load(manager, architecture, options, lora, false, true)
            : evaluationScript;
    evaluation = new Decoder(architecture.config(), weights, evaluationScript);
    training = dropping ? new Decoder(architecture.config(), weights, trainingScript) : evaluation;
  }

  /** Elements of the copies. */
  long foldedElements() {
    return folds == null ? 0 : folds.elements();
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
    if (folds != null) {
      folds.refresh(evaluationScript, changes);
    }
  }

  /**
   * What generation multiplies by.
   *
   * @param ends modules outside the blocks
   * @param blocks modules of every block
   */
  record Matrices(IValue ends, List<IValue> blocks) {}

  /**
   * For generation, which reads each matrix once a token: copies in the order that is read fastest,
   * with the adapter folded in at any width.
   */
  Matrices generation(long changes) {
    refresh(changes);
    List<Part> parts = copied();
    if (parts.isEmpty()) {
      return new Matrices(weights.ends(), weights.blocks());
    }
    Copies copies = generationCopies;
    if (copies == null) {
      copies = copies(parts);
      generationCopies = copies;
    }
    copies.folds().refresh(evaluationScript, changes);
    return copies.matrices();
  }

  private record Copies(Folds folds, Matrices matrices) {}

  private Copies copies(List<Part> parts) {
    NDManager room = manager.newSubManager();
    try {
      Folds made = new Folds(room, parts, Folds.Order.IN_OUT, weights, adapter);
      return new Copies(made, new Matrices(weights.ends(made.all()), weights.blocks(made.all())));
    } catch (RuntimeException e) {
      room.close();
      throw e;
    }
  }

  private boolean isAdapted(Part part) {
    return adapter != null && adapter.pair(part.name()) != null;
  }

  private List<Part> adapted() {
    return architecture.projections().stream().filter(this::isAdapted).toList();
  }

  /** Those of which generation reads copies: all that gain by it, or else the adapted ones. */
  private List<Part> copied() {
    if (!foldable) {
      return List.of();
    }
    List<Part> slow =
        Stream.concat(architecture.projections().stream(), Stream.of(architecture.head()))
            .filter(part -> isAdapted(part) || !part.transposed())
            .toList();
    if (onProcessor && fits(slow)) {
      return slow;
    }
    return folds == null && fits(adapted()) ? adapted() : List.of();
  }

  private static boolean fits(List<Part> parts) {
    return parts.stream().mapToLong(part -> part.shape().size()).sum() <= MOST_COPIED;
  }

  @Override
  public void close() {
    if (generationCopies != null) {
      generationCopies.matrices().ends().close();
      generationCopies.matrices().blocks().forEach(IValue::close);
    }
    manager.close();
  }
}
