package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ids of a vocabulary with a meaning.
 *
 * @param bos begins a text, if any
 * @param eos end a generation
 * @param pad fills rows in other programs, if any
 */
public record SpecialIds(@Nullable Integer bos, List<Integer> eos, @Nullable Integer pad) {
  public SpecialIds {
    eos = List.copyOf(eos);
  }

  /** The list for generation wins over the model's own. */
  static SpecialIds read(ConfigFields fields, ObjectNode generation, int vocabulary) {
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
    return new SpecialIds(
        fields.id("bos_token_id", vocabulary), ids, fields.id("pad_token_id", vocabulary));
  }

  private static Iterable<JsonNode> each(@Nullable JsonNode node) {
    if (node == null) {
      return List.of();
    }
    return node.isArray() ? node : List.of(node);
  }
}
