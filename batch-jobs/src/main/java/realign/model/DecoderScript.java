package realign.model;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderConfig.Attention;
import realign.model.DecoderConfig.Norm;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

/** Fills {@code decoder.py} with what a configuration and an adapter fix. */
final class DecoderScript {
  /** Logits at a time: 64 MiB. Fewer would read the head's matrix more often than need be. */
  private static final int LOGITS = 1 << 24;

  private final DecoderConfig config;
  private final ModelOptions options;
  private final Map<String, String> constants = new LinkedHashMap<>();

  private DecoderScript(DecoderConfig config, ModelOptions options) {
    this.config = config;
    this.options = options;
  }

  /**
   * @param folded whether the adapter is part of the matrices that are passed
   * @param dropping whether its dropout acts
   */
  static Script load(
      NDManager manager,
      Architecture architecture,
      ModelOptions options,
      @Nullable LoraSpec lora,
      boolean folded,
      boolean dropping) {
    return Script.compile(manager, text(architecture, options, lora, folded, dropping));
  }

  static String text(
      Architecture architecture,
      ModelOptions options,
      @Nullable LoraSpec lora,
      boolean folded,
      boolean dropping) {
    DecoderScript script = new DecoderScript(architecture.config(), options);
    script.put("joined", architecture.layout().modules().containsKey(Role.QKV));
    script.sizes();
    script.attention();
    script.layers();
    script.adapter(lora, folded, dropping);
    return Script.filled("decoder.py", script.constants);
  }

  private void sizes() {
    Attention attention = config.attention();
    put("heads", attention.heads());
    put("kv_heads", attention.kvHeads());
    put("group", attention.heads() / attention.kvHeads());
    put("head_dim", attention.headDim());
    put("half_dim", attention.headDim() / 2);
    put("attention_width", attention.width());
    put("kv_width", attention.kvWidth());
    put("chunk", chunk(config));
  }

  /** Positions whose logits are held at a time. */
  static int chunk(DecoderConfig config) {
    return Math.max(16, LOGITS / config.head().outputs());
  }

  private void attention() {
    Attention attention = config.attention();
    Double cap = attention.cap();
    put("attention_scale", attention.scale());
    put("rotary", attention.rotary() != null);
    put("capped", cap != null);
    put("cap", cap == null ? 1 : cap);
    // The engine's fused kernel knows no cap, and this one is for the CPU.
    put("fused", cap == null && options.device() == Device.CPU);
  }

  private void layers() {
    put("layer_norm", config.norm().kind() == Norm.Kind.LAYER);
    put("epsilon", config.norm().epsilon());
    put("unit_offset", config.norm().unitOffset());
    put("norm_after_sum", config.norm().order() == Norm.Order.AFTER);
    put("gated", config.feedForward().gated());
    constants.put("activation", config.feedForward().activation().script);
    constants.put("activation_back", config.feedForward().activation().backScript);
    put("embedding_scale", config.embedding().scale());
    Integer firstPlace = config.embedding().firstPlace();
    put("place_offset", firstPlace == null ? 0 : firstPlace);
    Double cap = config.head().cap();
    put("head_capped", cap != null);
    put("head_cap", cap == null ? 1 : cap);
  }

  private void adapter(@Nullable LoraSpec lora, boolean folded, boolean dropping) {
    put("bf16", options.compute() == Compute.BF16);
    put("widening", options.widening());
    put("scale", lora == null ? 1 : lora.scale());
    put("folded", folded);
    put("dropping", dropping);
    put("keep", lora == null ? 1 : 1 - lora.dropout());
  }

  private void put(String name, int value) {
    constants.put(name, Integer.toString(value));
  }

  private void put(String name, double value) {
    constants.put(name, Double.toString(value));
  }

  private void put(String name, boolean value) {
    constants.put(name, value ? "True" : "False");
  }
}
