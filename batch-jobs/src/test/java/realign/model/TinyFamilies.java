package realign.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Small decoders of every kind, read from configurations as users have them. */
final class TinyFamilies {
  private static final String SIZES =
      """
      "vocab_size": 37, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4,
      "max_position_embeddings": 64, "eos_token_id": 2""";

  private static final String RMS = ", \"initializer_range\": 0.3, \"rms_norm_eps\": 0.01";

  private static final Map<String, String> CONFIGS =
      new TreeMap<>(
          Map.of(
              "llama",
              """
              {"model_type": "llama", "num_key_value_heads": 2, "intermediate_size": 24,
               "attention_bias": true, "mlp_bias": true,
               "rope_scaling": {"rope_type": "linear", "factor": 2.0}, %s}""",
              "mistral",
              """
              {"model_type": "mistral", "num_key_value_heads": 2, "intermediate_size": 24,
               "sliding_window": 4, %s}""",
              "qwen3",
              """
              {"model_type": "qwen3", "num_key_value_heads": 1, "intermediate_size": 24,
               "head_dim": 6, "tie_word_embeddings": true, %s}""",
              "gemma2",
              """
              {"model_type": "gemma2", "num_key_value_heads": 2, "intermediate_size": 24,
               "head_dim": 6, "query_pre_attn_scalar": 5, "sliding_window": 4,
               "attn_logit_softcapping": 2.0, "final_logit_softcapping": 3.0, %s}""",
              "gpt2",
              """
              {"model_type": "gpt2", "n_embd": 16, "n_layer": 2, "n_head": 4, "n_positions": 64,
               "activation_function": "gelu", "vocab_size": 37, "initializer_range": 0.3}""",
              "opt",
              """
              {"model_type": "opt", "ffn_dim": 24, "init_std": 0.3, "do_layer_norm_before": true, %s}""",
              "opt-after",
              """
              {"model_type": "opt", "ffn_dim": 24, "init_std": 0.3, "do_layer_norm_before": false,
               "word_embed_proj_dim": 12, %s}"""));

  private TinyFamilies() {}

  /** Names for {@link #architecture}. */
  static Iterable<String> names() {
    return CONFIGS.keySet();
  }

  static Architecture architecture(String name) {
    String sizes = name.startsWith("opt") ? SIZES : SIZES + RMS;
    String config = CONFIGS.getOrDefault(name, "").replace("%s", sizes);
    try {
      ObjectNode read = (ObjectNode) new ObjectMapper().readTree(config);
      return DecoderFamilies.read(
          Path.of(name), read, JsonFile.newObject(), DecoderFamily::causalClass);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
