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

/**
 * OPT: learned positions from row 2 on, layer norms before each part or (350M) after each sum,
 * ReLU. Its own dropout is not applied.
 */
final class Opt implements DecoderFamily {
  private static final DecoderLayout NAMES =
      new DecoderLayout(
          "model.decoder.layers.%d.",
          Map.ofEntries(
              Map.entry(Role.EMBEDDING, plain("model.decoder.embed_tokens")),
              Map.entry(Role.POSITIONS, plain("model.decoder.embed_positions")),
              Map.entry(Role.FINAL_NORM, biased("model.decoder.final_layer_norm")),
              Map.entry(Role.HEAD, plain("lm_head")),
              Map.entry(Role.ATTENTION_NORM, biased("self_attn_layer_norm")),
              Map.entry(Role.Q, plain("self_attn.q_proj")),
              Map.entry(Role.K, plain("self_attn.k_proj")),
              Map.entry(Role.V, plain("self_attn.v_proj")),
              Map.entry(Role.O, plain("self_attn.out_proj")),
              Map.entry(Role.FEED_NORM, biased("final_layer_norm")),
              Map.entry(Role.UP, plain("fc1")),
              Map.entry(Role.DOWN, plain("fc2"))));

  /** With the norms after the sums there is none before the head. */
  private static DecoderLayout after() {
    return NAMES
        .with(
            Map.of(
                Role.SITE_NORM, biased("self_attn_layer_norm"),
                Role.OUT_NORM, biased("final_layer_norm")))
        .without(Role.ATTENTION_NORM, Role.FEED_NORM, Role.FINAL_NORM);
  }

  @Override
  public String name() {
    return "OPT";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    fields.ignore("dropout", "activation_dropout", "attention_dropout", "layerdrop");
    fields.require("layer_norm_elementwise_affine", true);
    boolean before = fields.flag("do_layer_norm_before", true);
    int hidden = fields.count("hidden_size", null, ConfigFields.LARGEST);
    int heads = fields.divisor("num_attention_heads", null, hidden);
    int headDim = hidden / heads;
    int layers = fields.count("num_hidden_layers", null, ConfigFields.MOST_LAYERS);
    int vocabulary = fields.count("vocab_size", null, ConfigFields.LARGEST);
    int width = fields.count("word_embed_proj_dim", hidden, ConfigFields.LARGEST);
    boolean tied = fields.flag("tie_word_embeddings", true);
    DecoderConfig config =
        new DecoderConfig(
            vocabulary,
            hidden,
            layers,
            fields.count("max_position_embeddings", 2048, ConfigFields.LARGEST),
            new Embedding(width, 1, 2),
            new Attention(
                heads,
                heads,
                headDim,
                1 / Math.sqrt(headDim),
                null,
                false,
                null,
                Collections.nCopies(layers, 0)),
            new FeedForward(
                fields.count("ffn_dim", null, ConfigFields.LARGEST),
                false,
                fields.activation("activation_function", Activation.RELU)),
            new Norm(Norm.Kind.LAYER, 1e-5, false, before ? Norm.Order.BEFORE : Norm.Order.AFTER),
            new Head(vocabulary, tied, null),
            fields.positive("init_std", 0.02),
            ids);
    return new Architecture(config, names(fields, before, width != hidden, tied));
  }

  private static DecoderLayout names(
      ConfigFields fields, boolean before, boolean projected, boolean tied) {
    DecoderLayout names = before ? NAMES : after();
    if (fields.flag("enable_bias", true)) {
      names = names.biased(Role.Q, Role.K, Role.V, Role.O, Role.UP, Role.DOWN);
    }
    if (fields.flag("_remove_final_layer_norm", false)) {
      names = names.without(Role.FINAL_NORM);
    }
    if (projected) {
      names =
          names.with(
              Map.of(
                  Role.IN, plain("model.decoder.project_in"),
                  Role.OUT, plain("model.decoder.project_out")));
    }
    return tied ? Llama.tied(names) : names;
  }
}
