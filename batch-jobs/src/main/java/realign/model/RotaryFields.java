package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Reads {@code rope_theta} and {@code rope_scaling}, or {@code rope_parameters} with both. */
final class RotaryFields {
  private RotaryFields() {}

  static Rotary read(ConfigFields fields, double theta) {
    fields.require("partial_rotary_factor", 1);
    fields.require("rope_interleaved", false);
    ConfigFields parameters = fields.inside("rope_parameters");
    ConfigFields scaling = fields.inside("rope_scaling");
    double base = fields.positive("rope_theta", parameters.positive("rope_theta", theta));
    return new Rotary(base, scaling(scaling.isEmpty() ? parameters : scaling));
  }

  private static Rotary.Scaling scaling(ConfigFields fields) {
    JsonNode old = fields.take("type");
    JsonNode name = fields.take("rope_type");
    JsonNode type = name == null ? old : name;
    if (type == null) {
      return new Rotary.Unscaled();
    }
    Rotary.Scaling scaling =
        switch (type.asText()) {
          case "default" -> new Rotary.Unscaled();
          case "linear" -> new Rotary.Linear(fields.positive("factor", null));
          case "llama3" -> llama3(fields);
          default -> {
            fields.unsupported("rope_type", type);
            yield new Rotary.Unscaled();
          }
        };
    fields.refuseOthers(Set.of());
    return scaling;
  }

  private static Rotary.Scaling llama3(ConfigFields fields) {
    return new Rotary.Llama3(
        fields.positive("factor", null),
        fields.positive("low_freq_factor", null),
        fields.positive("high_freq_factor", null),
        fields.count("original_max_position_embeddings", null, ConfigFields.LARGEST));
  }
}
