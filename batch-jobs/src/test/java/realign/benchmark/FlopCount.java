package realign.benchmark;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The least arithmetic that a step needs, from the sizes of the model and the real rows of the
 * batch: no padding, scores only where a label is, nothing recomputed. An engine that computes more
 * than this reaches a smaller fraction.
 *
 * <p>For N tokens in rows of T, M labels, L layers, width D, query width Q, key width K, inner
 * width F, vocabulary V and rank r:
 *
 * <pre>
 * frozen, a direction      2 N L (D Q + 2 D K + Q D + 3 D F)
 * head, a direction        2 M D V
 * attention, forward       L sum 4 Q T (T + 1) / 2       backward twice that
 * adapter, forward         2 N r L S, S the sum of inputs and outputs of the seven projections
 * adapter, backward        as much for the inputs, as much for its own gradients
 * </pre>
 *
 * A backward direction leaves out what leads nowhere: in SFT the gradient of the first block's
 * input (its q, k, v), in the first pass of Vaccine all before the first site (the first block's
 * attention) and the adapter's own gradients. The second pass of Vaccine leaves out what it shares
 * with the first: the first block's attention, forward. Norms, activations, softmax, optimiser and
 * copies are not counted.
 */
final class FlopCount {
  private final ModelShape shape;
  private final int rank;

  /**
   * @param rank of the adapter on all seven projections
   */
  FlopCount(ModelShape shape, int rank) {
    this.shape = shape;
    this.rank = rank;
  }

  /** Supervised fine-tuning: forward, and backward to the first block's adapters. */
  Flops sft(int[] lengths, int labels) {
    return forward(lengths, labels).plus(backward(lengths, labels));
  }

  /** Vaccine: forward and backward to the first site, then a perturbed step of SFT from there. */
  Flops vaccine(int[] lengths, int labels) {
    Flops first = firstAttention(lengths);
    Flops toSites = inputGradients(lengths, labels).minus(backThrough(first));
    Flops shared = forward(lengths, labels).minus(first);
    return forward(lengths, labels).plus(toSites).plus(shared).plus(backward(lengths, labels));
  }

  /** Greedy continuations with a cache: prompts once, then one token a row at a time. */
  Flops generation(int[] prompts, int newTokens) {
    Flops counted = forward(prompts, prompts.length);
    int each = newTokens - 1; // the last new token is not read again
    int read = prompts.length * each;
    long pairs = Arrays.stream(prompts).mapToLong(p -> (long) each * p + triangle(each)).sum();
    return counted
        .plus(products(read, blockWeights(), blockWidths()).times(shape.layers()))
        .plus(new Flops(0, head(read), 4.0 * shape.queryWidth() * pairs * shape.layers(), 0));
  }

  private Flops forward(int[] lengths, int labels) {
    int tokens = IntStream.of(lengths).sum();
    return products(tokens, blockWeights(), blockWidths())
        .plus(new Flops(0, 0, attention(lengths), 0))
        .times(shape.layers())
        .plus(new Flops(0, head(labels), 0, 0));
  }

  private Flops backward(int[] lengths, int labels) {
    int tokens = IntStream.of(lengths).sum();
    Flops ownGradients = new Flops(0, 0, 0, 2.0 * tokens * rank * blockWidths() * shape.layers());
    return inputGradients(lengths, labels).minus(firstInput(tokens)).plus(ownGradients);
  }

  /** Gradients of the inputs of everything. */
  private Flops inputGradients(int[] lengths, int labels) {
    return backThrough(forward(lengths, labels));
  }

  private static Flops backThrough(Flops forward) {
    return new Flops(forward.frozen(), forward.head(), 2 * forward.attention(), forward.adapter());
  }

  /** The gradient of what q, k and v of the first block read. */
  private Flops firstInput(int tokens) {
    double inputs = 3.0 * shape.hidden();
    return products(tokens, queryKeyValueWeights(), inputs);
  }

  /** Attention of the first block, its projections included, forward. */
  private Flops firstAttention(int[] lengths) {
    double widths = 4.0 * shape.hidden() + 2.0 * shape.queryWidth() + 2.0 * shape.keyWidth();
    double output = (double) shape.queryWidth() * shape.hidden();
    return products(IntStream.of(lengths).sum(), queryKeyValueWeights() + output, widths)
        .plus(new Flops(0, 0, attention(lengths), 0));
  }

  /**
   * @param weights elements of the frozen matrices
   * @param widths inputs and outputs of the adapters beside them
   */
  private Flops products(int tokens, double weights, double widths) {
    return new Flops(2.0 * tokens * weights, 0, 0, 2.0 * tokens * rank * widths);
  }

  private double head(int positions) {
    return 2.0 * positions * shape.hidden() * shape.vocabulary();
  }

  /** One layer: every token with those before it and itself. */
  private double attention(int[] lengths) {
    long pairs = Arrays.stream(lengths).mapToLong(FlopCount::triangle).sum();
    return 4.0 * shape.queryWidth() * pairs;
  }

  private static long triangle(int length) {
    return (long) length * (length + 1) / 2;
  }

  private double queryKeyValueWeights() {
    return (double) shape.hidden() * (shape.queryWidth() + 2 * shape.keyWidth());
  }

  private double blockWeights() {
    return queryKeyValueWeights()
        + (double) shape.queryWidth() * shape.hidden()
        + 3.0 * shape.hidden() * shape.intermediate();
  }

  private double blockWidths() {
    return 7.0 * shape.hidden()
        + 2.0 * shape.queryWidth()
        + 2.0 * shape.keyWidth()
        + 3.0 * shape.intermediate();
  }
}
