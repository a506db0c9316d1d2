package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which layers see only a window, and how much: {@code layer_types}, else the family's rule. */
final class LayerWindows {
  private LayerWindows() {}

  /** Windows only with {@code use_sliding_window}, from {@code max_window_layers} on. */
  static List<Integer> optional(ConfigFields fields) {
    int layers = fields.count("num_hidden_layers", null, ConfigFields.MOST_LAYERS);
    boolean used = fields.flag("use_sliding_window", false);
    int window = fields.count("sliding_window", used ? 4096 : 0, ConfigFields.LARGEST);
    int first = fields.count("max_window_layers", 28, ConfigFields.LARGEST);
    return windows(fields, layers, used ? window : 0, layer -> layer >= first);
  }

  /** A window in the first layer and every other one. */
  static List<Integer> alternating(ConfigFields fields, int layers) {
    int window = fields.count("sliding_window", 4096, ConfigFields.LARGEST);
    return windows(fields, layers, window, layer -> layer % 2 == 0);
  }

  private static List<Integer> windows(
      ConfigFields fields, int layers, int window, IntPredicate rule) {
    JsonNode types = fields.take("layer_types");
    IntPredicate windowed = types == null ? rule : layer -> isSliding(fields, types.path(layer));
    return IntStream.range(0, layers).mapToObj(l -> windowed.test(l) ? window : 0).toList();
  }

  private static boolean isSliding(ConfigFields fields, JsonNode type) {
    boolean sliding = type.asText().equals("sliding_attention");
    if (!sliding && !type.asText().equals("full_attention")) {
      fields.unsupported("layer_types", type);
    }
    return sliding;
  }
}
