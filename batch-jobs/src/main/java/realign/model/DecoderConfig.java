package realign.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides a decoder's arithmetic, whatever its family. Holds only values that this package
 * computes exactly; everything else was refused by name.
 *
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param layers number of blocks
 * @param positions longest sequence
 * @param embedding how ids become vectors
 * @param attention of every block
 * @param feedForward of every block
 * @param norm kind and place of all norms
 * @param head what comes out
 * @param initializerRange standard deviation of random weights
 * @param ids those with a meaning
 */
public record DecoderConfig(
    int vocabulary,
    int hidden,
    int layers,
    int positions,
    Embedding embedding,
    Attention attention,
    FeedForward feedForward,
    Norm norm,
    Head head,
    double initializerRange,
    SpecialIds ids) {

  public DecoderConfig {
    if (attention.windows().size() != layers) {
      throw new IllegalArgumentException(
          "a window for each of " + layers + " layers is needed, not " + attention.windows());
    }
  }

  /**
   * How ids become vectors.
   *
   * @param width of the vectors; where it is not that of the stream, a matrix brings them there
   * @param scale factor of the vectors
   * @param firstPlace row of the first position in a table of learned positions, null without one
   */
  public record Embedding(int width, double scale, @Nullable Integer firstPlace) {}

  /**
   * How tokens see each other.
   *
   * @param heads number of query heads
   * @param kvHeads number of key and value heads, a divisor of {@code heads}
   * @param headDim width of a head
   * @param scale factor of the scores
   * @param cap c of {@code c tanh(score / c)}, null without
   * @param headNorm whether every query and key head is normed before the rotation
   * @param rotary angles by position, null without
   * @param windows of each layer: how many tokens one sees, itself among them; 0 for all before it
   */
  public record Attention(
      int heads,
      int kvHeads,
      int headDim,
      double scale,
      @Nullable Double cap,
      boolean headNorm,
      @Nullable Rotary rotary,
      List<Integer> windows) {

    public Attention {
      windows = List.copyOf(windows);
      if (kvHeads < 1 || heads % kvHeads != 0) {
        throw new IllegalArgumentException(
            "kvHeads must divide heads, but are " + kvHeads + " and " + heads);
      }
      if (rotary != null && headDim % 2 != 0) {
        throw new IllegalArgumentException("headDim must be even, but is " + headDim);
      }
    }

    /** Width of all query heads. */
    int width() {
      return heads * headDim;
    }

    /** Width of all key heads. */
    int kvWidth() {
      return kvHeads * headDim;
    }
  }

  /**
   * What follows the attention in a block.
   *
   * @param width inside
   * @param gated {@code down(f(gate x) * up x)}, else {@code down(f(up x))}
   * @param activation f
   */
  public record FeedForward(int width, boolean gated, Activation activation) {}

  /** Functions of one number, in the script's words. */
  public enum Activation {
    SILU("torch.silu(x)", "torch.silu_backward(dy, x)"),
    RELU("torch.relu(x)", "torch.threshold_backward(dy, x, 0)"),
    GELU("torch.gelu(x)", "torch.gelu_backward(dy, x)"),
    GELU_TANH(
        "torch.gelu(x, approximate=\"tanh\")", "torch.gelu_backward(dy, x, approximate=\"tanh\")");

    final String script;
    final String backScript;

    Activation(String script, String backScript) {
      this.script = script;
      this.backScript = backScript;
    }
  }

  /**
   * All norms of a decoder.
   *
   * @param kind what is computed
   * @param epsilon added to the mean square or the variance
   * @param unitOffset whether the gain is one more than the stored weight
   * @param order of norms and residual sums
   */
  public record Norm(Kind kind, double epsilon, boolean unitOffset, Order order) {
    /** What is computed. */
    public enum Kind {
      RMS,
      LAYER
    }

    /** Where norms stand. */
    public enum Order {
      /** Before each part of a block, and before the head. */
      BEFORE,
      /** After each residual sum. */
      AFTER,
      /** Before and after each part, the sum last; and before the head. */
      AROUND
    }
  }

  /**
   * The matrix at the end.
   *
   * @param outputs scores that come out: the vocabulary, or labels
   * @param tied whether its matrix is the embedding
   * @param cap c of {@code c tanh(score / c)}, null without
   */
  public record Head(int outputs, boolean tied, @Nullable Double cap) {}
}
