package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problems;

/**
 * Reads the configuration of a {@code LlamaForCausalLM}. Refuses what would change its arithmetic.
 */
final class LlamaConfig {
  private static final int LARGEST = 1 << 24;

  /** Names that say nothing about the arithmetic of a forward pass. */
  private static final Set<String> HARMLESS =
      Set.of(
          "architectures",
          "torch_dtype",
          "dtype",
          "transformers_version",
          "transformers.js_config",
          "use_cache",
          "pretraining_tp",
          "tokenizer_class",
          "is_llama_config",
          "return_dict",
          "id2label",
          "label2id",
          "task_specific_params",
          "max_length",
          "max_sequence_length");

  private LlamaConfig() {}

  /**
   * @param file shown in messages
   * @param config the content of {@code config.json}
   * @param generation the content of {@code generation_config.json}, empty where there is none
   * @throws realign.spec.ProblemException naming every value that is not computed exactly here
   */
  static DecoderConfig read(Path file, ObjectNode config, ObjectNode generation) {
    Problems problems = new Problems();
    ConfigFields fields = new ConfigFields(file.toString(), config, problems);
    requireFamily(fields, config);
    requireArithmetic(fields);
    DecoderConfig decoder = sizes(fields, generation);
    fields.refuseOthers(HARMLESS);
    problems.throwIfAny(ExitCode.INVALID);
    return decoder;
  }

  private static void requireFamily(ConfigFields fields, ObjectNode config) {
    if (fields.take("model_type") == null) {
      fields.unsupported("model_type", config.path("model_type"));
    }
    fields.require("model_type", "llama");
    JsonNode architectures = fields.take("architectures");
    if (architectures != null && !architectures.toString().equals("[\"LlamaForCausalLM\"]")) {
      fields.unsupported("architectures", architectures);
    }
  }

  private static void requireArithmetic(ConfigFields fields) {
    fields.require("hidden_act", "silu");
    fields.require("attention_bias", false);
    fields.require("mlp_bias", false);
    fields.require("attention_dropout", 0);
    JsonNode scaling = fields.take("rope_scaling");
    if (scaling != null && !isPlain(scaling)) {
      fields.unsupported("rope_scaling", scaling);
    }
    JsonNode parameters = fields.take("rope_parameters");
    if (parameters != null && !isPlain(parameters)) {
      fields.unsupported("rope_parameters", parameters);
    }
  }

  /** Angles by the base alone. */
  private static boolean isPlain(JsonNode rope) {
    String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
    return type.equals("default");
  }

  private static DecoderConfig sizes(ConfigFields fields, ObjectNode generation) {
    int vocabulary = fields.count("vocab_size", null, LARGEST);
    int hidden = fields.count("hidden_size", null, LARGEST);
    int heads = fields.count("num_attention_heads", null, LARGEST);
    return new DecoderConfig(
        vocabulary,
        hidden,
        fields.count("intermediate_size", null, LARGEST),
        fields.count("num_hidden_layers", null, 10_000),
        heads,
        fields.divisor("num_key_value_heads", heads),
        fields.even("head_dim", hidden / heads, LARGEST),
        fields.count("max_position_embeddings", 2048, LARGEST),
        theta(fields),
        fields.positive("rms_norm_eps", 1e-6),
        fields.flag("tie_word_embeddings", false),
        fields.positive("initializer_range", 0.02),
        fields.id("bos_token_id", vocabulary),
        ends(fields, generation, vocabulary),
        fields.id("pad_token_id", vocabulary));
  }

  private static double theta(ConfigFields fields) {
    JsonNode parameters = fields.take("rope_parameters");
    double inside = parameters == null ? 10000 : parameters.path("rope_theta").asDouble(10000);
    return fields.positive("rope_theta", inside);
  }

  /** The list for generation wins over the model's own. */
  private static List<Integer> ends(ConfigFields fields, ObjectNode generation, int vocabulary) {
    JsonNode own = fields.take("eos_token_id");
    JsonNode ends = generation.hasNonNull("eos_token_id") ? generation.get("eos_token_id") : own;
    List<Integer> ids = new ArrayList<>();
    for (JsonNode end : each(ends)) {
      if (end.canConvertToInt() && end.intValue() >= 0 && end.intValue() < vocabulary) {
        ids.add(end.intValue());
      } else {
        fields.unsupported("eos_token_id", end);
      }
    }
    return ids;
  }

  private static Iterable<JsonNode> each(@Nullable JsonNode node) {
    if (node == null) {
      return List.of();
    }
    return node.isArray() ? node : List.of(node);
  }
}
