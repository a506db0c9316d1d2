package realign.model;

import static realign.model.DecoderLayout.Module.plain;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import realign.model.DecoderConfig.Activation;
import realign.model.DecoderConfig.Attention;
import realign.model.DecoderConfig.Embedding;
import realign.model.DecoderConfig.FeedForward;
import realign.model.DecoderConfig.Head;
import realign.model.DecoderConfig.Norm;

/** Llama 1 to 3 and what was trained on them: RMS norms, rotary positions, gated SiLU. */
final class Llama implements DecoderFamily {
  /** Names that many families share. */
  static final DecoderLayout NAMES =
      new DecoderLayout(
          "model.layers.%d.",
          Map.ofEntries(
              Map.entry(Role.EMBEDDING, plain("model.embed_tokens")),
              Map.entry(Role.FINAL_NORM, plain("model.norm")),
              Map.entry(Role.HEAD, plain("lm_head")),
              Map.entry(Role.ATTENTION_NORM, plain("input_layernorm")),
              Map.entry(Role.Q, plain("self_attn.q_proj")),
              Map.entry(Role.K, plain("self_attn.k_proj")),
              Map.entry(Role.V, plain("self_attn.v_proj")),
              Map.entry(Role.O, plain("self_attn.o_proj")),
              Map.entry(Role.FEED_NORM, plain("post_attention_layernorm")),
              Map.entry(Role.GATE, plain("mlp.gate_proj")),
              Map.entry(Role.UP, plain("mlp.up_proj")),
              Map.entry(Role.DOWN, plain("mlp.down_proj"))));

  @Override
  public String name() {
    return "Llama";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    DecoderLayout layout = NAMES;
    if (fields.flag("attention_bias", false)) {
      layout = layout.biased(Role.Q, Role.K, Role.V, Role.O);
    }
    if (fields.flag("mlp_bias", false)) {
      layout = layout.biased(Role.GATE, Role.UP, Role.DOWN);
    }
    int layers = fields.count("num_hidden_layers", null, ConfigFields.MOST_LAYERS);
    return describe(fields, ids, layout, Collections.nCopies(layers, 0));
  }

  /**
   * What Llama and its near relatives have in common.
   *
   * @param windows of each layer
   */
  static Architecture describe(
      ConfigFields fields, SpecialIds ids, DecoderLayout names, List<Integer> windows) {
    fields.require("hidden_act", "silu");
    fields.require("attention_dropout", 0);
    int hidden = fields.count("hidden_size", null, ConfigFields.LARGEST);
    int heads = fields.count("num_attention_heads", null, ConfigFields.LARGEST);
    int headDim = fields.even("head_dim", Math.max(2, hidden / heads), ConfigFields.LARGEST);
    boolean tied = fields.flag("tie_word_embeddings", false);
    int vocabulary = fields.count("vocab_size", null, ConfigFields.LARGEST);
    DecoderConfig config =
        new DecoderConfig(
            vocabulary,
            hidden,
            windows.size(),
            fields.count("max_position_embeddings", 2048, ConfigFields.LARGEST),
            new Embedding(hidden, 1, null),
            new Attention(
                heads,
                fields.divisor("num_key_value_heads", heads, heads),
                headDim,
                1 / Math.sqrt(headDim),
                null,
                names.modules().containsKey(Role.Q_NORM),
                RotaryFields.read(fields, 10000),
                windows),
            new FeedForward(
                fields.count("intermediate_size", null, ConfigFields.LARGEST),
                true,
                Activation.SILU),
            new Norm(
                Norm.Kind.RMS, fields.positive("rms_norm_eps", 1e-6), false, Norm.Order.BEFORE),
            new Head(vocabulary, tied, null),
            fields.positive("initializer_range", 0.02),
            ids);
    return new Architecture(config, tied ? tied(names) : names);
  }

  /** The head is the embedding. */
  static DecoderLayout tied(DecoderLayout names) {
    return names.with(Map.of(Role.HEAD, names.module(Role.EMBEDDING)));
  }
}
