package realign.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that scores labels of a text, any number of which may be true: Hugging Face's {@code
 * ...ForSequenceClassification} with {@code problem_type} multi_label_classification. Knows nothing
 * of texts, and is never trained. One thread only, the one that made it.
 */
public final class SequenceClassifier implements AutoCloseable {
  private final LoadedDecoder base;
  private final List<String> labels;
  private final Adapted plain;

  private SequenceClassifier(LoadedDecoder base, List<String> labels) {
    this.base = base;
    this.labels = labels;
    this.plain =
        new Adapted(
            base.manager(), base.architecture(), base.options(), base.weights(), null, Map.of());
  }

  /**
   * Reads a Hugging Face directory. Weights stored as aligned F32 are mapped, all others converted
   * once.
   *
   * @throws realign.spec.ProblemException when the directory does not hold a classifier that is
   *     computed exactly here
   */
  public static SequenceClassifier load(Path directory, ModelOptions options) {
    LabelledArchitecture read = ModelDirectory.classifier(directory);
    LoadedDecoder base = LoadedDecoder.load(directory, read.architecture(), options);
    try {
      return new SequenceClassifier(base, read.labels());
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /**
   * Reads everything of a directory but the weights' values.
   *
   * @return what the classifier is
   * @throws realign.spec.ProblemException as {@link #load} does, but for values that are not finite
   */
  public static DecoderConfig check(Path directory) {
    Architecture architecture = ModelDirectory.classifier(directory).architecture();
    ModelDirectory.requireTensors(directory, architecture.expected());
    return architecture.config();
  }

  /** What the classifier is. */
  public DecoderConfig config() {
    return base.config();
  }

  /** Names of the labels, in the order of their scores. */
  public List<String> labels() {
    return labels;
  }

  /** Bytes of all weights as they are held, mapped ones included. */
  public long bytes() {
    return base.bytes();
  }

  /**
   * The probability of each label, each by itself (sigmoid), {@code [rows][labels]}. The last bits
   * of a row depend on the batch it is in: batches are fixed by the caller.
   *
   * @param rows ids, at least one each; not padded
   * @throws realign.spec.ProblemException for ids and lengths that the model does not have
   */
  public float[][] probabilities(int[][] rows) {
    float[][] scores = scores(rows);
    for (float[] row : scores) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (1 / (1 + StrictMath.exp(-row[i])));
      }
    }
    return scores;
  }

  /** The score of each label, {@code [rows][labels]}. */
  float[][] scores(int[][] rows) {
    TokenBatch batch = TokenBatch.unlabelled(rows);
    try (Pass pass = new Pass(base.manager())) {
      Decoder decoder = plain.evaluation(0);
      BatchLayout layout = base.layOut(pass, batch);
      NDArray last = pass.manager().create(scored(rows, config().ids().pad()));
      float[] flat =
          HostArrays.floats(decoder.logits(pass, decoder.through(pass, layout, null), last));
      return split(flat, rows.length);
    }
  }

  private float[][] split(float[] flat, int rows) {
    float[][] scores = new float[rows][labels.size()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(flat, row * labels.size(), scores[row], 0, labels.size());
    }
    return scores;
  }

  /**
   * The token of each row that carries its scores, rows laid end to end: the last one whose id does
   * not fill rows; the first one of a row of nothing else.
   */
  static long[] scored(int[][] rows, @Nullable Integer pad) {
    long[] scored = new long[rows.length];
    long first = 0;
    for (int row = 0; row < rows.length; row++) {
      int at = rows[row].length - 1;
      while (at > 0 && pad != null && rows[row][at] == pad) {
        at--;
      }
      scored[row] = first + at;
      first += rows[row].length;
    }
    return scored;
  }

  @Override
  public void close() {
    base.close();
  }
}
