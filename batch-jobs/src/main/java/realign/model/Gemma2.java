package realign.model;

import static realign.model.DecoderLayout.Module.plain;

import java.util.Map;
import realign.model.DecoderConfig.Activation;
import realign.model.DecoderConfig.Attention;
import realign.model.DecoderConfig.Embedding;
import realign.model.DecoderConfig.FeedForward;
import realign.model.DecoderConfig.Head;
import realign.model.DecoderConfig.Norm;

/**
 * Gemma 2: norms around both parts of a block with gains 1 + w, capped scores and logits, windows
 * in every other layer, a scaled embedding.
 */
final class Gemma2 implements DecoderFamily {
  private static final DecoderLayout NAMES =
      Llama.NAMES.with(
          Map.of(
              Role.SITE_NORM, plain("post_attention_layernorm"),
              Role.FEED_NORM, plain("pre_feedforward_layernorm"),
              Role.OUT_NORM, plain("post_feedforward_layernorm")));

  @Override
  public String name() {
    return "Gemma2";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    fields.require("attention_bias", false);
    fields.require("attention_dropout", 0);
    fields.require("hidden_activation", "gelu_pytorch_tanh");
    fields.require("hidden_act", "gelu_pytorch_tanh");
    fields.require("use_bidirectional_attention", false);
    int hidden = fields.count("hidden_size", null, ConfigFields.LARGEST);
    int layers = fields.count("num_hidden_layers", null, ConfigFields.MOST_LAYERS);
    int vocabulary = fields.count("vocab_size", null, ConfigFields.LARGEST);
    boolean tied = fields.flag("tie_word_embeddings", true);
    DecoderConfig config =
        new DecoderConfig(
            vocabulary,
            hidden,
            layers,
            fields.count("max_position_embeddings", 8192, ConfigFields.LARGEST),
            new Embedding(hidden, (float) Math.sqrt(hidden), null),
            attention(fields, layers),
            new FeedForward(
                fields.count("intermediate_size", null, ConfigFields.LARGEST),
                true,
                Activation.GELU_TANH),
            new Norm(Norm.Kind.RMS, fields.positive("rms_norm_eps", 1e-6), true, Norm.Order.AROUND),
            new Head(vocabulary, tied, fields.positiveOrNull("final_logit_softcapping")),
            fields.positive("initializer_range", 0.02),
            ids);
    return new Architecture(config, tied ? Llama.tied(NAMES) : NAMES);
  }

  private static Attention attention(ConfigFields fields, int layers) {
    int heads = fields.count("num_attention_heads", null, ConfigFields.LARGEST);
    return new Attention(
        heads,
        fields.divisor("num_key_value_heads", 4, heads),
        fields.even("head_dim", 256, ConfigFields.LARGEST),
        1 / Math.sqrt(fields.positive("query_pre_attn_scalar", 256.0)),
        fields.positiveOrNull("attn_logit_softcapping"),
        false,
        RotaryFields.read(fields, 10000),
        LayerWindows.alternating(fields, layers));
  }
}
