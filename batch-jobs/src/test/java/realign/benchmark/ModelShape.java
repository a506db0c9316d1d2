package realign.benchmark;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Sizes of a Llama decoder, read from its {@code config.json} and not from the engine: what is
 * counted shall not depend on what is measured.
 */
record ModelShape(
    int vocabulary, int hidden, int intermediate, int layers, int heads, int kvHeads, int headDim) {

  static ModelShape of(JsonNode config) {
    int hidden = config.path("hidden_size").intValue();
    int heads = config.path("num_attention_heads").intValue();
    return new ModelShape(
        config.path("vocab_size").intValue(),
        hidden,
        config.path("intermediate_size").intValue(),
        config.path("num_hidden_layers").intValue(),
        heads,
        config.path("num_key_value_heads").asInt(heads),
        config.path("head_dim").asInt(hidden / heads));
  }

  /** Width of all query heads together. */
  int queryWidth() {
    return heads * headDim;
  }

  /** Width of all key heads together, and of all value heads. */
  int keyWidth() {
    return kvHeads * headDim;
  }
}
