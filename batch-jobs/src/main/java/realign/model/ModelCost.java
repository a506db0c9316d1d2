package realign.model;

import java.util.Arrays;
import java.util.List;
import realign.model.DecoderLayout.Part;
import realign.spec.ModelSpec.Compute;

/**
 * What training passes of a model cost, counted from its sizes and the real rows of a batch, not
 * measured: the way in which time and memory grow, of which a measured probe gives the rate.
 *
 * <p>For N tokens in rows of T, M labels, L layers, the elements W of a block's matrices, the
 * widths S (inputs and outputs) of its adapted ones, query width Q, rank r, head V by E:
 *
 * <pre>
 * frozen, a direction      2 N L W
 * head, a direction        2 M E V
 * attention, forward       L sum 4 Q T (T + 1) / 2       backward twice that
 * adapter, a direction     2 N r L S                     its own gradients as much again
 * </pre>
 *
 * A pass for sites alone has no gradients of parameters. Activations computed again cost the blocks
 * forward once more. Norms, activations, softmax, optimiser and copies are not counted: they grow
 * with N as the products do.
 */
public final class ModelCost {
  private static final long F32 = Float.BYTES;

  /** Value, gradient and two moments. */
  private static final long TRAINED_NUMBERS = 4;

  private final DecoderConfig config;
  private final DecoderLayout layout;
  private final ModelOptions options;
  private final Adaptation adaptation;

  /**
   * What is trained.
   *
   * @param rank of the adapter; 0 without one
   * @param widths inputs and outputs of a block's adapted matrices, averaged over the blocks
   * @param folded elements of adapted matrices that are held a second time
   * @param dropout whether the adapter has dropout
   * @param trained trained parameters
   */
  record Adaptation(int rank, double widths, long folded, boolean dropout, long trained) {}

  ModelCost(Architecture architecture, ModelOptions options, Adaptation adaptation) {
    this.config = architecture.config();
    this.layout = architecture.layout();
    this.options = options;
    this.adaptation = adaptation;
  }

  /** Operations of a pass for the gradients at the sites; a product and a sum are two. */
  public double sitePass(TokenBatch batch) {
    return 2 * blocks(batch) + attention(batch) + 2 * head(batch) + again(batch);
  }

  /** Operations of a pass for the gradients of what is trained. */
  public double trainingPass(TokenBatch batch) {
    double own = adaptation.rank == 0 ? frozen(batch) + head(batch) : adapter(batch);
    return sitePass(batch) + own;
  }

  /** All blocks, forward. */
  private double blocks(TokenBatch batch) {
    return frozen(batch) + adapter(batch) + attention(batch);
  }

  private double again(TokenBatch batch) {
    return options.activationRecomputation() ? blocks(batch) : 0;
  }

  private double frozen(TokenBatch batch) {
    long block = matrices().stream().mapToLong(part -> part.shape().size()).sum();
    return 2.0 * batch.tokens() * config.layers() * block;
  }

  private double adapter(TokenBatch batch) {
    return 2.0 * batch.tokens() * config.layers() * adaptation.rank * adaptation.widths;
  }

  private double head(TokenBatch batch) {
    return 2.0 * batch.labelled() * config.embedding().width() * config.head().outputs();
  }

  private double attention(TokenBatch batch) {
    double pairs = Arrays.stream(batch.ids()).mapToDouble(row -> seen(row.length)).sum();
    return 4.0 * config.layers() * config.attention().width() * pairs;
  }

  private static double seen(double length) {
    return length * (length + 1) / 2;
  }

  private List<Part> matrices() {
    return layout.block(0, config).stream().filter(part -> part.role().isProjection()).toList();
  }

  /**
   * Bytes that a training pass over a batch needs at once.
   *
   * @param perturbed whether the pass has a perturbation at its sites
   */
  public MemoryNeed need(TokenBatch batch, boolean perturbed) {
    return new MemoryNeed(
        weights(),
        F32 * adaptation.folded,
        F32 * TRAINED_NUMBERS * adaptation.trained,
        F32 * (tape(batch) + (perturbed ? 2 * stream(batch) : 0)),
        F32 * working(batch));
  }

  /** Of the base. */
  private long weights() {
    long matrix = options.compute() == Compute.BF16 ? 2 : F32;
    return layout.shapes(config).values().stream()
        .mapToLong(shape -> shape.size() * (shape.dimension() == 1 ? F32 : matrix))
        .sum();
  }

  /** Numbers that wait for the way back. */
  private long tape(TokenBatch batch) {
    long block = block(batch);
    return options.activationRecomputation()
        ? stream(batch) + block
        : config.layers() * block + stream(batch) / config.layers();
  }

  /** A number for every token, layer and place of the stream. */
  private long stream(TokenBatch batch) {
    return (long) batch.tokens() * config.layers() * config.hidden();
  }

  /** What {@code decoder.py} writes on the tapes of one block. */
  private long block(TokenBatch batch) {
    DecoderConfig.Attention attention = config.attention();
    long queries = attention.width();
    long keys = attention.kvWidth();
    long ofTokens = 2L * config.hidden() + 2 + inner() + normed();
    long seen = 2 * queries + 2 * keys + attention.heads();
    if (attention.headNorm()) {
      ofTokens += queries + keys;
    }
    return batch.tokens() * ofTokens + BatchLayout.places(batch) * seen + chances(batch);
  }

  private long inner() {
    return (config.feedForward().gated() ? 2L : 1L) * config.feedForward().width();
  }

  /** Inputs of norms that a block has beyond two. */
  private long normed() {
    long more =
        List.of(Role.SITE_NORM, Role.OUT_NORM).stream()
            .filter(layout.modules()::containsKey)
            .count();
    return more * config.hidden();
  }

  /** Attention with a cap keeps what each token gives to each. */
  private long chances(TokenBatch batch) {
    return config.attention().cap() == null
        ? 0
        : config.attention().heads() * BatchLayout.squares(batch);
  }

  /** The more of a block's way back and of the loss. */
  private long working(TokenBatch batch) {
    long wide = config.feedForward().width();
    long masks = adaptation.dropout ? wide + 2L * config.hidden() : 0;
    long block = batch.tokens() * (4 * wide + 4L * config.hidden() + masks);
    long rows = Math.min(DecoderScript.chunk(config), batch.labelled());
    long logits = 3 * rows * config.head().outputs();
    return Math.max(block, logits + 4L * batch.labelled() * config.embedding().width());
  }
}
