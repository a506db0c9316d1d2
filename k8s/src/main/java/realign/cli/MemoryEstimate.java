package realign.cli;

import java.nio.file.Path;
import java.util.List;
import realign.spec.AlignSpec;
import realign.spec.JudgeSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.RunSpec;

/**
 * A rough upper estimate of the memory of the process that computes: the model counted in f32
 * whatever it computes in, judges in what they compute in. Not a promise: kernels, and judges while
 * they judge, need room of their own.
 *
 * @param weights frozen and trained weights
 * @param training gradients, moments, and two copies of the trained state on their way to the store
 * @param activations of one micro-batch, or of one batch of answers where that is more
 * @param judges weights of the models that judge answers, which lie beside the model then
 * @param program Java, its libraries and their natives
 */
record MemoryEstimate(long weights, long training, long activations, long judges, long program) {
  private static final long F32 = 4;

  /** Gradient and two moments, and two snapshots of weight and moments. */
  private static final long TRAINING_BYTES_A_PARAMETER = 3 * F32 + 2 * 3 * F32;

  /**
   * Java heap in use, class data, and the libraries of the engine, as measured on an empty model.
   */
  private static final long PROGRAM = 500L << 20;

  /** Most numbers of matrices that generation copies. */
  private static final long MOST_COPIED = 1L << 29;

  /** Most logits that are held at a time. */
  private static final long LOGITS = 1 << 24;

  static MemoryEstimate of(RunSpec spec, ModelShape model, long trained) {
    long weights = F32 * (model.parameters() + (fullTraining(spec) ? 0 : trained));
    int largest = largestBatch(spec);
    long training = trainingActivations(model, largest, spec.text().maxLength());
    return new MemoryEstimate(
        weights * copies(spec),
        TRAINING_BYTES_A_PARAMETER * trained,
        Math.max(training, generation(spec, model)),
        judges(spec),
        PROGRAM);
  }

  long total() {
    return weights + training + activations + judges + program;
  }

  /** The base, and the matrices that an attack on a fresh adapter merged before. */
  private static int copies(RunSpec spec) {
    return fullTraining(spec) || spec.attack() == null ? 1 : 2;
  }

  private static boolean fullTraining(RunSpec spec) {
    return spec.align().trained() == AlignSpec.Trained.ALL;
  }

  private static int largestBatch(RunSpec spec) {
    int align = spec.align().batchSize();
    return spec.attack() == null ? align : Math.max(align, spec.attack().batchSize());
  }

  /**
   * What the backward pass needs of [T] tokens: at each layer about 10 values of width D, 4 of the
   * inner width and the attention weights of each row; then the logits of some tokens at a time and
   * their gradient.
   */
  private static long trainingActivations(ModelShape model, long rows, long length) {
    long tokens = rows * length;
    long heads = Math.max(1, model.queries() / 64);
    long layer =
        tokens * (10 * model.hidden() + 4 * model.inner()) + 2 * rows * heads * length * length;
    long logits = 2 * Math.min(tokens * model.vocabulary(), LOGITS);
    return F32 * (model.layers() * layer + logits);
  }

  /**
   * Keys and values of all layers of a batch of answers, and its logits; in f32 also copies of the
   * matrices.
   */
  private static long generation(RunSpec spec, ModelShape model) {
    if (spec.evaluate() == null) {
      return 0;
    }
    long rows = spec.evaluate().batchSize();
    long length = (long) spec.text().maxLength() + spec.evaluate().maxNewTokens();
    long cache = model.layers() * 2 * rows * length * model.keys();
    boolean copied = spec.model().compute() == Compute.F32 && model.body() <= MOST_COPIED;
    return F32 * (cache + rows * model.vocabulary() + (copied ? model.body() : 0));
  }

  private static long judges(RunSpec spec) {
    return spec.evaluate() == null
        ? 0
        : spec.evaluate().harmful().judges().stream().mapToLong(MemoryEstimate::weights).sum();
  }

  private static long weights(JudgeSpec judge) {
    return judge instanceof JudgeSpec.Classifier model
        ? ModelShape.of(Path.of(model.classifier())).body()
            * (model.compute() == Compute.BF16 ? F32 / 2 : F32)
        : 0;
  }

  List<String> lines() {
    return List.of(
        "weights " + Amounts.bytes(weights),
        "training " + Amounts.bytes(training),
        "activations " + Amounts.bytes(activations),
        "judges " + Amounts.bytes(judges),
        "program " + Amounts.bytes(program));
  }
}
