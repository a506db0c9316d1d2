package realign.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

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

  /**
   * The {@code config.json} of a model with random weights, otherwise as the reference makes it.
   */
  String config(boolean tied) {
    return Json.line(
        Map.ofEntries(
            Map.entry("architectures", List.of("LlamaForCausalLM")),
            Map.entry("model_type", "llama"),
            Map.entry("hidden_act", "silu"),
            Map.entry("vocab_size", vocabulary),
            Map.entry("hidden_size", hidden),
            Map.entry("intermediate_size", intermediate),
            Map.entry("num_hidden_layers", layers),
            Map.entry("num_attention_heads", heads),
            Map.entry("num_key_value_heads", kvHeads),
            Map.entry("head_dim", headDim),
            Map.entry("max_position_embeddings", 2048),
            Map.entry("rms_norm_eps", 1e-5),
            Map.entry("rope_theta", 10000.0),
            Map.entry("initializer_range", 0.02),
            Map.entry("tie_word_embeddings", tied),
            Map.entry("bos_token_id", 1),
            Map.entry("eos_token_id", 2)));
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
