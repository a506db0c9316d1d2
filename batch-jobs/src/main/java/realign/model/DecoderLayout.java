package realign.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names, shapes and order of a decoder's tensors: the small description by which reader, random
 * weights, adapters and script agree. The order of a block's parts is the order of the script's
 * weight arguments.
 *
 * @param embedding name of the embedding matrix
 * @param finalNorm name of the norm before the head
 * @param head name of the output head, the embedding's where they are tied
 * @param block prefix of a block's parts, with the layer's number in place of {@code %d}
 * @param attention parts up to the site: a norm, then projections
 * @param feedForward parts after it: a norm, then projections
 */
record DecoderLayout(
    String embedding,
    String finalNorm,
    String head,
    String block,
    List<Part> attention,
    List<Part> feedForward) {

  /**
   * A norm ({@code out} alone) or a projection, of shape {@code [out, in]}.
   *
   * @param name of the module inside a block
   */
  record Part(String name, int out, int in) {
    boolean isProjection() {
      return in > 0;
    }

    Shape shape() {
      return isProjection() ? new Shape(out, in) : new Shape(out);
    }

    /** The last word of the name, by which a person names a projection. */
    String shortName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  static DecoderLayout llama(DecoderConfig config) {
    int hidden = config.hidden();
    int wide = config.intermediate();
    int queries = config.heads() * config.headDim();
    int keys = config.kvHeads() * config.headDim();
    return new DecoderLayout(
        "model.embed_tokens.weight",
        "model.norm.weight",
        config.tied() ? "model.embed_tokens.weight" : "lm_head.weight",
        "model.layers.%d.",
        List.of(
            new Part("input_layernorm", hidden, 0),
            new Part("self_attn.q_proj", queries, hidden),
            new Part("self_attn.k_proj", keys, hidden),
            new Part("self_attn.v_proj", keys, hidden),
            new Part("self_attn.o_proj", hidden, queries)),
        List.of(
            new Part("post_attention_layernorm", hidden, 0),
            new Part("mlp.gate_proj", wide, hidden),
            new Part("mlp.up_proj", wide, hidden),
            new Part("mlp.down_proj", hidden, wide)));
  }

  /** Module name of a part in a layer. */
  String module(int layer, Part part) {
    return block.formatted(layer) + part.name();
  }

  /** All parts of a block. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>(attention);
    parts.addAll(feedForward);
    return parts;
  }

  /** Names a person may give to choose projections. */
  List<String> projectionNames() {
    return parts().stream().filter(Part::isProjection).map(Part::shortName).toList();
  }

  /** Every tensor of the model by its name, once. */
  Map<String, Shape> shapes(DecoderConfig config) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(embedding, new Shape(config.vocabulary(), config.hidden()));
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Part part : parts()) {
        shapes.put(module(layer, part) + ".weight", part.shape());
      }
    }
    shapes.put(finalNorm, new Shape(config.hidden()));
    shapes.put(head, new Shape(config.vocabulary(), config.hidden()));
    return shapes;
  }
}
