package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.Kebab;
import realign.spec.NearestName;

/** One name of an enumeration. */
record ChoiceKind(@SuppressWarnings("rawtypes") Class<? extends Enum> type) implements Kind {
  // The raw type: an enumeration known by reflection only has no type argument to give.

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (!node.isTextual()) {
      return place.wrongType(node, words());
    }
    for (Enum<?> constant : type.getEnumConstants()) {
      if (Kebab.of(constant).equals(node.textValue())) {
        return constant;
      }
    }
    return unknown(node.textValue(), names(), List.of(), place);
  }

  /**
   * Refuses a name that is none of those known.
   *
   * @param later names that are planned
   */
  static @Nullable Object unknown(
      String name, List<String> known, List<String> later, Place place) {
    return later.contains(name)
        ? place.refuse(
            "RLN-108",
            null,
            "names " + name + ", which is not available in this version",
            "Available are " + String.join(", ", known))
        : place.refuse(
            "RLN-106",
            name,
            "must be one of " + String.join(", ", known),
            NearestName.of(name, known)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse("Choose one of these"));
  }

  @Override
  public boolean check(Object value, Place place) {
    return true;
  }

  @Override
  public JsonNode write(Object value) {
    return JsonNodeFactory.instance.textNode(Kebab.of((Enum<?>) value));
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
    ArrayNode values = schema.putArray("enum");
    names().forEach(values::add);
    return schema;
  }

  @Override
  public String words() {
    return "one of " + String.join(", ", names());
  }

  private List<String> names() {
    return Arrays.stream(type.getEnumConstants()).map(c -> Kebab.of((Enum<?>) c)).toList();
  }
}
