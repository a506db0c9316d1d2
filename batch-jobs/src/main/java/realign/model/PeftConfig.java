package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import realign.spec.ExitCode;
import realign.spec.LoraSpec;
import realign.spec.Problems;

/**
 * {@code adapter_config.json} as PEFT writes it. Variants with other arithmetic (DoRA,
 * rank-stabilised scale, biases, ranks by pattern, modules saved whole, starts that change the
 * base) are refused by name.
 *
 * @param base name of the base model, as written there
 * @param spec rank, scale, targets
 */
record PeftConfig(String base, LoraSpec spec) {
  static final String NAME = "adapter_config.json";

  private static final int HIGHEST_RANK = 1 << 16;
  private static final double HIGHEST_DROPOUT = 0.95;

  /** How A was drawn; other ways also change the weights of the base. */
  private static final Set<String> STARTS =
      Set.of("true", "false", "gaussian", "orthogonal", "eva");

  private static final Set<String> HARMLESS =
      Set.of(
          "inference_mode",
          "peft_version",
          "revision",
          "task_type",
          "megatron_core",
          "qalora_group_size",
          "eva_config",
          "auto_mapping");

  /**
   * @param storedTransposed whether the base stores its projections as {@code [in, out]}, which is
   *     what {@code fan_in_fan_out} says
   * @throws realign.spec.ProblemException naming every setting that is not computed here
   */
  static PeftConfig read(Path directory, boolean storedTransposed) {
    Path file = directory.resolve(NAME);
    Problems problems = new Problems();
    ConfigFields fields = new ConfigFields(file.toString(), JsonFile.read(file), problems);
    fields.require("peft_type", "LORA");
    fields.require("bias", "none");
    if (storedTransposed) {
      fields.flag("fan_in_fan_out", true); // PEFT goes by the module, whatever is written
    }
    requireStart(fields);
    int rank = fields.count("r", 8, HIGHEST_RANK);
    double alpha = fields.positive("lora_alpha", 8.0);
    double dropout = dropout(file, fields, problems);
    List<String> targets = targets(file, fields, problems);
    JsonNode base = fields.take("base_model_name_or_path");
    fields.refuseOthers(HARMLESS);
    problems.throwIfAny(ExitCode.INVALID);
    return new PeftConfig(
        base == null ? "" : base.asText(), new LoraSpec(rank, alpha, dropout, targets));
  }

  private static void requireStart(ConfigFields fields) {
    JsonNode start = fields.take("init_lora_weights");
    if (start != null && !STARTS.contains(start.asText())) {
      fields.unsupported("init_lora_weights", start);
    }
  }

  private static double dropout(Path file, ConfigFields fields, Problems problems) {
    JsonNode node = fields.take("lora_dropout");
    double dropout = node == null ? 0 : node.asDouble(Double.NaN);
    if (dropout >= 0 && dropout <= HIGHEST_DROPOUT) {
      return dropout;
    }
    String fix = "Give a number from 0 to " + HIGHEST_DROPOUT;
    problems.add(ModelProblem.BAD_VALUE.problem(file + " lora_dropout", String.valueOf(node), fix));
    return 0;
  }

  /** A list of names; a single text is a pattern, which is not supported. */
  private static List<String> targets(Path file, ConfigFields fields, Problems problems) {
    JsonNode node = fields.take("target_modules");
    List<String> targets = new ArrayList<>();
    if (node != null && node.isTextual()) {
      fields.unsupported("target_modules", node);
    } else if (node == null || !node.isArray() || node.isEmpty()) {
      String fix = "Give the names of the modules that have an adapter";
      problems.add(
          ModelProblem.BAD_VALUE.problem(file + " target_modules", String.valueOf(node), fix));
    } else {
      node.forEach(target -> targets.add(target.asText()));
    }
    return targets;
  }

  /**
   * What PEFT loads as this adapter; settings that are left out have its defaults.
   *
   * @param storedTransposed whether the base stores its projections as {@code [in, out]}
   */
  ObjectNode json(boolean storedTransposed) {
    ObjectNode config = JsonFile.newObject();
    config.put("peft_type", "LORA");
    config.put("task_type", "CAUSAL_LM");
    config.put("base_model_name_or_path", base);
    config.put("inference_mode", true);
    config.put("r", spec.rank());
    config.put("lora_alpha", spec.alpha());
    config.put("lora_dropout", spec.dropout());
    config.put("bias", "none");
    config.put("fan_in_fan_out", storedTransposed);
    spec.targets().stream().sorted().forEach(config.putArray("target_modules")::add);
    return config;
  }
}
