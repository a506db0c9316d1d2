package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ExitCode;
import realign.spec.LoraSpec;
import realign.spec.Problems;

/**
 * An adapter as PEFT saves it. Variants with other arithmetic (DoRA, rank-stabilised scale, biases,
 * ranks by pattern) are refused by name.
 *
 * @param spec rank, scale, targets
 * @param tensors A and B by PEFT name
 */
record PeftAdapter(LoraSpec spec, Map<String, HostTensor> tensors) {
  private static final Set<String> HARMLESS =
      Set.of(
          "base_model_name_or_path",
          "inference_mode",
          "init_lora_weights",
          "peft_version",
          "revision",
          "task_type",
          "megatron_core",
          "qalora_group_size",
          "auto_mapping");

  static PeftAdapter read(Path directory) {
    Path file = directory.resolve("adapter_config.json");
    Problems problems = new Problems();
    ConfigFields fields = new ConfigFields(file.toString(), JsonFile.read(file), problems);
    fields.require("peft_type", "LORA");
    fields.require("bias", "none");
    int rank = fields.count("r", 8, 1 << 16);
    double alpha = fields.positive("lora_alpha", 8);
    JsonNode dropout = fields.take("lora_dropout");
    List<String> targets = targets(fields);
    fields.refuseOthers(HARMLESS);
    problems.throwIfAny(ExitCode.INVALID);
    return new PeftAdapter(
        new LoraSpec(rank, alpha, dropout == null ? 0 : dropout.asDouble(), targets),
        Safetensors.map(directory.resolve("adapter_model.safetensors")));
  }

  /** A list of names; a single text is a pattern, which is not supported. */
  private static List<String> targets(ConfigFields fields) {
    JsonNode node = fields.take("target_modules");
    List<String> targets = new ArrayList<>();
    if (node != null && node.isArray()) {
      node.forEach(target -> targets.add(target.asText()));
    } else if (node != null) {
      fields.unsupported("target_modules", node);
    }
    return targets;
  }
}
