package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of a decoder, one script call a part, so that the site between a block's
 * attention and its residual addition is in Java's hands. Knows neither gradients nor files.
 */
final class Decoder implements AutoCloseable {
  /** Sees what the attention of a layer returns, and says what shall be added to the residual. */
  @FunctionalInterface
  interface Site {
    NDArray at(int layer, NDArray output);

    /** Leaves everything as it is. */
    Site UNTOUCHED = (layer, output) -> output;
  }

  /**
   * Up to this width an adapter without dropout is added to its matrix for each pass, which costs
   * less than two thin products beside it (a sixth of a step at width 64). Above it the gradient of
   * the whole matrix, which this takes, would cost more.
   */
  private static final int FOLDED_WIDTH = 128;

  private final NDManager manager;
  private final DecoderConfig config;
  private final DecoderWeights weights;
  private final RotaryTable rotary;
  private Script training;
  private Script evaluation;

  Decoder(NDManager manager, DecoderConfig config, DecoderWeights weights) {
    this.manager = manager;
    this.config = config;
    this.weights = weights;
    this.rotary = new RotaryTable(manager, config);
    this.training = script(null, false);
    this.evaluation = training;
  }

  /**
   * Compiles the script for an adapter's scale and dropout, and passes its matrices from now on.
   */
  void use(@Nullable LoraAdapter adapter) {
    boolean dropping = adapter != null && adapter.spec().dropout() > 0;
    closeScripts();
    evaluation = script(adapter, false);
    training = dropping ? script(adapter, true) : evaluation;
    weights.arrange(adapter);
  }

  BatchLayout layOut(NDManager pass, TokenBatch batch) {
    requireWithin(batch);
    return BatchLayout.of(pass, batch, rotary);
  }

  /** The residual stream after the last block, f32 {@code [N, D]}. */
  NDArray hidden(BatchLayout batch, Mode mode, Site site) {
    Script script = mode == Mode.TRAINING ? training : evaluation;
    boolean recording = mode == Mode.TRAINING;
    NDArray x = script.call("embed", recording, List.of(batch.ids()), weights.embedding());
    for (int layer = 0; layer < config.layers(); layer++) {
      List<NDArray> input =
          List.of(x, batch.cos(), batch.sin(), batch.plan(), batch.gather(), batch.back());
      NDArray output = script.call("attention", recording, input, weights.attention(layer));
      x = x.add(site.at(layer, output));
      x = script.call("feed_forward", recording, List.of(x), weights.feedForward(layer));
    }
    return x;
  }

  /** Mean cross-entropy at the labelled positions, a scalar. */
  NDArray loss(BatchLayout batch, Mode mode, Site site) {
    NDArray x = hidden(batch, mode, site);
    Script script = mode == Mode.TRAINING ? training : evaluation;
    List<NDArray> input = List.of(x, batch.positions(), batch.targets());
    return script.call("loss", mode == Mode.TRAINING, input, weights.head());
  }

  /** Scores of every id after each given token, f32 {@code [M, V]}. */
  NDArray logits(BatchLayout batch, NDArray positions) {
    NDArray x = hidden(batch, Mode.EVALUATION, Site.UNTOUCHED);
    return evaluation.call("logits", false, List.of(x, positions), weights.head());
  }

  /**
   * Greedy continuations.
   *
   * @param ids int64 {@code [B, T]}, padded on the right
   * @param lengths int64 {@code [B]}
   * @param stop bool {@code [V]}
   * @return int64 {@code [B, S]}, S at most {@code steps}
   */
  NDArray generate(NDArray ids, NDArray lengths, NDArray stop, int steps) {
    int room = Math.toIntExact(Math.min(config.positions(), ids.getShape().get(1) + steps));
    NDArray count = ids.getManager().zeros(new Shape(steps));
    List<NDArray> input = List.of(ids, lengths, stop, rotary.cos(room), rotary.sin(room), count);
    return evaluation.call("generate", false, input, weights.all());
  }

  private void requireWithin(TokenBatch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      requireWithin(batch.ids()[row], row);
      for (int label : batch.labels()[row]) {
        if (label != TokenBatch.IGNORED && (label < 0 || label >= config.vocabulary())) {
          throw ModelProblem.UNKNOWN_ID.of("label in row " + row, label, config.vocabulary());
        }
      }
    }
  }

  /** The engine would read past the tables: memory errors instead of messages. */
  void requireWithin(int[] ids, int row) {
    if (ids.length > config.positions()) {
      throw ModelProblem.TOO_LONG.of("row " + row, ids.length, config.positions());
    }
    for (int id : ids) {
      if (id < 0 || id >= config.vocabulary()) {
        throw ModelProblem.UNKNOWN_ID.of("id in row " + row, id, config.vocabulary());
      }
    }
  }

  private Script script(@Nullable LoraAdapter adapter, boolean dropping) {
    double dropout = adapter == null ? 0 : adapter.spec().dropout();
    double scale = adapter == null ? 0 : adapter.spec().scale();
    return Script.load(
        manager,
        "llama.py",
        Map.ofEntries(
            Map.entry("layers", Integer.toString(config.layers())),
            Map.entry("hidden", Integer.toString(config.hidden())),
            Map.entry("heads", Integer.toString(config.heads())),
            Map.entry("kv_heads", Integer.toString(config.kvHeads())),
            Map.entry("head_dim", Integer.toString(config.headDim())),
            Map.entry("half_dim", Integer.toString(config.headDim() / 2)),
            Map.entry("attention_width", Integer.toString(config.heads() * config.headDim())),
            Map.entry("grouped", config.heads() == config.kvHeads() ? "False" : "True"),
            Map.entry("epsilon", Double.toString(config.rmsEpsilon())),
            Map.entry("dropout", Double.toString(dropout)),
            Map.entry("folded", dropout == 0 && config.hidden() <= FOLDED_WIDTH ? "True" : "False"),
            Map.entry("dropping", dropping ? "True" : "False"),
            Map.entry("lora_scale", Double.toString(scale))));
  }

  private void closeScripts() {
    evaluation.close();
    if (training != evaluation) {
      training.close();
    }
  }

  @Override
  public void close() {
    closeScripts();
  }

  /** Whether gradients flow and dropout acts. */
  enum Mode {
    TRAINING,
    EVALUATION
  }
}
