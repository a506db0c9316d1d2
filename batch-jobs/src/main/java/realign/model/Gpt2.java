package realign.model;

import static realign.model.DecoderLayout.Module.biased;
import static realign.model.DecoderLayout.Module.plain;

import java.util.Collections;
import java.util.Map;
import realign.model.DecoderConfig.Activation;
import realign.model.DecoderConfig.Attention;
import realign.model.DecoderConfig.Embedding;
import realign.model.DecoderConfig.FeedForward;
import realign.model.DecoderConfig.Head;
import realign.model.DecoderConfig.Norm;
import realign.model.DecoderLayout.Module;

/**
 * GPT-2: learned positions, layer norms, one matrix for queries, keys and values; matrices stored
 * as [in, out]. Its own dropout is not applied.
 */
final class Gpt2 implements DecoderFamily {
  private static final DecoderLayout NAMES =
      new DecoderLayout(
          "transformer.h.%d.",
          Map.ofEntries(
              Map.entry(Role.EMBEDDING, plain("transformer.wte")),
              Map.entry(Role.POSITIONS, plain("transformer.wpe")),
              Map.entry(Role.FINAL_NORM, biased("transformer.ln_f")),
              Map.entry(Role.HEAD, plain("lm_head")),
              Map.entry(Role.ATTENTION_NORM, biased("ln_1")),
              Map.entry(Role.QKV, transposed("attn.c_attn")),
              Map.entry(Role.O, transposed("attn.c_proj")),
              Map.entry(Role.FEED_NORM, biased("ln_2")),
              Map.entry(Role.UP, transposed("mlp.c_fc")),
              Map.entry(Role.DOWN, transposed("mlp.c_proj"))));

  private static Module transposed(String name) {
    return new Module(name, true, true);
  }

  @Override
  public String name() {
    return "GPT2";
  }

  @Override
  public String causalClass() {
    return "GPT2LMHeadModel";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    fields.ignore("attn_pdrop", "embd_pdrop", "resid_pdrop", "n_ctx");
    fields.ignore("summary_activation", "summary_first_dropout", "summary_proj_to_labels");
    fields.ignore("summary_type", "summary_use_proj");
    fields.require("scale_attn_by_inverse_layer_idx", false);
    fields.require("reorder_and_upcast_attn", false);
    fields.require("add_cross_attention", false);
    int hidden = fields.count("n_embd", 768, ConfigFields.LARGEST);
    int heads = fields.divisor("n_head", 12, hidden);
    int headDim = hidden / heads;
    int layers = fields.count("n_layer", 12, ConfigFields.MOST_LAYERS);
    int vocabulary = fields.count("vocab_size", null, ConfigFields.LARGEST);
    boolean tied = fields.flag("tie_word_embeddings", true);
    double scale = fields.flag("scale_attn_weights", true) ? 1 / Math.sqrt(headDim) : 1;
    DecoderConfig config =
        new DecoderConfig(
            vocabulary,
            hidden,
            layers,
            fields.count("n_positions", 1024, ConfigFields.LARGEST),
            new Embedding(hidden, 1, 0),
            new Attention(
                heads, heads, headDim, scale, null, false, null, Collections.nCopies(layers, 0)),
            new FeedForward(
                fields.count("n_inner", 4 * hidden, ConfigFields.LARGEST),
                false,
                fields.activation("activation_function", Activation.GELU_TANH)),
            new Norm(
                Norm.Kind.LAYER,
                fields.positive("layer_norm_epsilon", 1e-5),
                false,
                Norm.Order.BEFORE),
            new Head(vocabulary, tied, null),
            fields.positive("initializer_range", 0.02),
            ids);
    return new Architecture(config, tied ? Llama.tied(NAMES) : NAMES);
  }
}
