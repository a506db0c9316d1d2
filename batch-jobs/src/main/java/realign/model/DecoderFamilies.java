package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import realign.spec.ExitCode;
import realign.spec.Problems;

/** The families that are computed here, by {@code model_type}. A new one is a line here. */
final class DecoderFamilies {
  private static final Map<String, DecoderFamily> BY_TYPE =
      new TreeMap<>(
          Map.of(
              "llama", new Llama(),
              "mistral", new Mistral(),
              "qwen2", new Qwen2(),
              "qwen3", new Qwen3(),
              "gemma2", new Gemma2(),
              "gpt2", new Gpt2(),
              "opt", new Opt()));

  /** Names that say nothing about the arithmetic of a forward pass. */
  private static final Set<String> HARMLESS =
      Set.of(
          "architectures",
          "torch_dtype",
          "dtype",
          "transformers_version",
          "transformers.js_config",
          "use_cache",
          "cache_implementation",
          "pretraining_tp",
          "tokenizer_class",
          "is_llama_config",
          "return_dict",
          "id2label",
          "label2id",
          "num_labels",
          "problem_type",
          "task_specific_params",
          "max_length",
          "max_sequence_length",
          "prefix");

  private DecoderFamilies() {}

  /**
   * What a configuration describes.
   *
   * @param file shown in messages
   * @param config the content of {@code config.json}
   * @param generation the content of {@code generation_config.json}, empty where there is none
   * @param classOf the class that the configuration must name
   * @throws realign.spec.ProblemException naming every value that is not computed exactly here
   */
  static Architecture read(
      Path file,
      ObjectNode config,
      ObjectNode generation,
      Function<DecoderFamily, String> classOf) {
    Problems problems = new Problems();
    ConfigFields fields = new ConfigFields(file.toString(), config, problems);
    DecoderFamily family = family(file, fields);
    requireClass(fields, classOf.apply(family));
    int vocabulary = fields.count("vocab_size", null, ConfigFields.LARGEST);
    Architecture read = family.read(fields, SpecialIds.read(fields, generation, vocabulary));
    fields.refuseOthers(HARMLESS);
    problems.throwIfAny(ExitCode.INVALID);
    return read;
  }

  private static DecoderFamily family(Path file, ConfigFields fields) {
    JsonNode type = fields.take("model_type");
    DecoderFamily family = type == null ? null : BY_TYPE.get(type.asText());
    if (family == null) {
      throw ModelProblem.UNSUPPORTED.of(
          file + " model_type",
          type == null ? "missing" : type.toString(),
          "Choose a model whose model_type is one of " + String.join(", ", BY_TYPE.keySet()));
    }
    return family;
  }

  private static void requireClass(ConfigFields fields, String name) {
    JsonNode architectures = fields.take("architectures");
    if (architectures != null && !architectures.toString().equals("[\"" + name + "\"]")) {
      fields.unsupported("architectures", architectures, "Give a model of the class " + name);
    }
  }
}
