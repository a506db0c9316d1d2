package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way through a decoder and back, one script call a part, so that the site between a block's
 * attention and its residual addition is in Java's hands. Knows neither parameters nor files.
 */
final class Decoder {
  /** What happens at the sites of a forward pass. */
  @FunctionalInterface
  interface Site {
    /** Sees what the attention of a layer returns, and says what shall be added to the residual. */
    NDArray at(int layer, NDArray output);
  }

  /** What happens at the sites on the way back. */
  @FunctionalInterface
  interface SiteGradient {
    /** Sees the gradient at a layer's site, f32 {@code [N, D]}. */
    void at(int layer, NDArray gradient);
  }

  private final DecoderConfig config;
  private final DecoderWeights weights;
  private final Script script;

  /**
   * @param script with or without dropout
   */
  Decoder(DecoderConfig config, DecoderWeights weights, Script script) {
    this.config = config;
    this.weights = weights;
    this.script = script;
  }

  /**
   * From ids to the stream after the last block.
   *
   * @param site what happens at the sites, if anything
   * @param kept what the tape holds of every block
   * @param prefix what an earlier pass computed before the first site, if it fits
   */
  Tape forward(
      Pass pass,
      BatchLayout batch,
      DropoutKey key,
      @Nullable Site site,
      Tape.Kept kept,
      @Nullable Prefix prefix) {
    Tape tape = new Tape(site, kept);
    IValue x =
        prefix == null
            ? pass.keep(script.call("embed", batch.ids(), batch.places(), weights.ends()))
            : prefix.x();
    for (int layer = 0; layer < config.layers(); layer++) {
      IValue[] attended =
          layer == 0 && prefix != null ? prefix.attended() : attended(pass, batch, key, layer, x);
      Block block = block(pass, key, layer, x, attended, site);
      tape.add(x, attended[0], block);
      x = block.result();
    }
    return tape.ends(x);
  }

  /** The same without dropout, for passes that do not go back. */
  Tape through(Pass pass, BatchLayout batch, @Nullable Site site) {
    return forward(pass, batch, DropoutKey.NONE, site, Tape.Kept.NOTHING, null);
  }

  /**
   * A block's way forward.
   *
   * @param attention the script's map for the way back through the attention
   * @param feedForward the same of what comes after
   * @param result the next block's input
   */
  record Block(IValue attention, IValue feedForward, IValue result) {
    /** Frees what only the way back needs. */
    void close() {
      attention.close();
      feedForward.close();
    }
  }

  /** What the attention of a layer returns, and its part of the tape. */
  private IValue[] attended(Pass pass, BatchLayout batch, DropoutKey key, int layer, IValue x) {
    Engine.seed(key.of(layer, false));
    return pass.parts(attention(batch, layer, x));
  }

  private Block block(
      Pass pass, DropoutKey key, int layer, IValue x, IValue[] attended, @Nullable Site site) {
    IValue output = site == null ? attended[0] : change(pass, layer, attended[0], site);
    Engine.seed(key.of(layer, true));
    IValue[] fed = pass.parts(script.call("feed_forward", x, output, weights.block(layer)));
    if (output != attended[0]) {
      output.close();
    }
    return new Block(attended[1], fed[1], fed[0]);
  }

  /** The block as it was on the way forward, where need be computed again: to the same bits. */
  private Block again(Pass pass, BatchLayout batch, DropoutKey key, Tape tape, int layer) {
    if (tape.kept() == Tape.Kept.ALL) {
      return tape.block(layer);
    }
    IValue x = tape.input(layer);
    IValue[] attended = attended(pass, batch, key, layer, x);
    Block block = block(pass, key, layer, x, attended, tape.site());
    attended[0].close();
    block.result().close();
    return block;
  }

  private static IValue change(Pass pass, int layer, IValue output, Site site) {
    try (NDArray before = pass.array(output)) {
      return pass.value(site.at(layer, before));
    }
  }

  private IValue attention(BatchLayout batch, int layer, IValue x) {
    return script.call(
        "attention",
        x,
        batch.cos(),
        batch.sin(),
        batch.plan(),
        batch.gather(),
        batch.back(),
        window(layer),
        weights.block(layer));
  }

  private long window(int layer) {
    return config.attention().windows().get(layer);
  }

  /**
   * From the gradient at the stream after the last block down to the first site. Nothing before it
   * is computed, and no parameter gets a gradient (Vaccine, algorithm 1: the first pass).
   *
   * @param slope f32 {@code [N, D]}; used up, as is the tape
   */
  void backToSites(
      Pass pass, BatchLayout batch, DropoutKey key, Tape tape, IValue slope, SiteGradient sites) {
    IValue dx = slope;
    for (int layer = config.layers() - 1; layer >= 0; layer--) {
      Block block = again(pass, batch, key, tape, layer);
      IValue[] slopes = feedBack(pass, key, block, layer, dx, weights.noGradients());
      sites.at(layer, pass.array(slopes[0]));
      if (layer > 0) {
        dx = attendBack(pass, batch, key, block, layer, slopes, weights.noGradients(), true);
      }
      tape.forget(layer);
    }
  }

  /**
   * From the gradient at the stream after the last block down to what is trained, whose gradients
   * it adds to.
   *
   * @param slope f32 {@code [N, D]}; used up, as is the tape
   */
  void backToParameters(Pass pass, BatchLayout batch, DropoutKey key, Tape tape, IValue slope) {
    IValue dx = slope;
    for (int layer = config.layers() - 1; layer >= 0; layer--) {
      IValue gradients = weights.blockGradients(layer);
      boolean further = layer > 0 || weights.startIsTrained();
      Block block = again(pass, batch, key, tape, layer);
      IValue[] slopes = feedBack(pass, key, block, layer, dx, gradients);
      dx = attendBack(pass, batch, key, block, layer, slopes, gradients, further);
      tape.forget(layer);
    }
    if (weights.startIsTrained()) {
      script
          .call(
              "embed_back", dx, batch.ids(), batch.places(), weights.ends(), weights.endGradients())
          .close();
    }
  }

  private IValue[] feedBack(
      Pass pass, DropoutKey key, Block block, int layer, IValue dx, IValue gradients) {
    Engine.seed(key.of(layer, true));
    IValue[] slopes =
        pass.parts(
            script.call(
                "feed_forward_back", dx, weights.block(layer), gradients, block.feedForward()));
    dx.close();
    block.feedForward().close();
    return slopes;
  }

  private IValue attendBack(
      Pass pass,
      BatchLayout batch,
      DropoutKey key,
      Block block,
      int layer,
      IValue[] slopes,
      IValue gradients,
      boolean further) {
    Engine.seed(key.of(layer, false));
    IValue dx =
        pass.keep(
            script.call(
                "attention_back",
                slopes[0],
                slopes[1],
                batch.cos(),
                batch.sin(),
                batch.plan(),
                batch.gather(),
                batch.back(),
                window(layer),
                weights.block(layer),
                gradients,
                block.attention(),
                further));
    slopes[0].close();
    slopes[1].close();
    block.attention().close();
    return dx;
  }

  /** Mean cross-entropy at the labelled positions. */
  double loss(BatchLayout batch, Tape tape) {
    try (IValue loss =
        script.call("loss", tape.result(), batch.positions(), batch.targets(), weights.ends())) {
      return loss.toDouble();
    }
  }

  /**
   * The same loss, and its gradient at the tape's result.
   *
   * @param weight factor of the gradient alone
   * @param trained whether the head's gradients are added to
   */
  Slope lossAndSlope(Pass pass, BatchLayout batch, Tape tape, double weight, boolean trained) {
    IValue[] parts =
        pass.parts(
            script.call(
                "loss_back",
                tape.result(),
                batch.positions(),
                batch.targets(),
                weight,
                weights.ends(),
                trained ? weights.endGradients() : weights.noGradients()));
    return new Slope(pass.array(parts[0]), parts[1]);
  }

  /**
   * A loss and its gradient.
   *
   * @param value f64, to be read last: reading waits for all that the device has still to compute
   */
  record Slope(NDArray value, IValue gradient) {
    double loss() {
      return HostArrays.number(value);
    }
  }

  /** What enters each block, f32 {@code [N, D]}, and what the head reads, {@code [N, E]}. */
  List<NDArray> states(Pass pass, Tape tape) {
    List<NDArray> states = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      Map<String, IValue> parts = tape.block(layer).attention().toIValueMap();
      parts.values().forEach(pass::keep);
      states.add(pass.array(Objects.requireNonNull(parts.get("x"))));
    }
    states.add(script.array(pass.manager(), "read", tape.result(), weights.ends()));
    return states;
  }

  /** Scores of every output at each given token, f32 {@code [M, V]}. */
  NDArray logits(Pass pass, Tape tape, NDArray positions) {
    return script.array(pass.manager(), "logits", tape.result(), positions, weights.ends());
  }

  /**
   * Greedy continuations.
   *
   * @param stop bool {@code [V]}
   * @return int64 {@code [B, S]}, S at most {@code steps}
   */
  NDArray generate(
      Pass pass,
      Prompts prompts,
      NDArray stop,
      RotaryTable rotary,
      int steps,
      Adapted.Matrices matrices) {
    BatchLayout batch = prompts.batch();
    int positions = Math.min(config.positions(), prompts.room());
    return script.array(
        pass.manager(),
        "generate",
        batch.ids(),
        batch.places(),
        batch.cos(),
        batch.sin(),
        batch.plan(),
        batch.gather(),
        batch.back(),
        prompts.slots(),
        prompts.last(),
        stop,
        rotary.cos(positions),
        rotary.sin(positions),
        (long) prompts.room(),
        (long) steps,
        config.attention().windows().stream().mapToLong(Integer::longValue).toArray(),
        matrices.ends(),
        matrices.blocks());
  }
}
