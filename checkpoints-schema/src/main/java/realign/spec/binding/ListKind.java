package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several values in an order, none of them twice; whether groups are alike is a rule of the record
 * that holds them, since it depends on their defaults.
 */
record ListKind(Kind element, int minItems) implements Kind {

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (!node.isArray()) {
      return place.wrongType(node, "a " + words());
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonNode item : node) {
      values.add(element.read(item, place.element(values.size())));
    }
    return values.stream().allMatch(Objects::nonNull) ? List.copyOf(values) : null;
  }

  @Override
  public boolean check(Object value, Place place) {
    List<?> values = (List<?>) value;
    if (values.size() < minItems) {
      place.refuse("RLN-104", "[]", "must have at least " + minItems + " element", place.hint());
      return false;
    }
    boolean right = true;
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      right &= checkElement(values.get(i), seen, place.element(i));
    }
    return right;
  }

  private boolean checkElement(@Nullable Object value, Set<Object> seen, Place place) {
    if (value == null) {
      place.refuse("RLN-105", null, "must not be null", place.hint());
      return false;
    }
    if (!element.check(value, place)) {
      return false;
    }
    if (element.isLeaf() && !seen.add(value)) {
      place.refuse(
          "RLN-110", Place.text(element.write(value)), "must not be given twice", "Remove one");
      return false;
    }
    return true;
  }

  @Override
  public JsonNode write(Object value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ((List<?>) value).forEach(item -> array.add(element.write(Objects.requireNonNull(item))));
    return array;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
    schema.set("items", element.schema());
    return schema.put("minItems", minItems).put("uniqueItems", element.isLeaf());
  }

  @Override
  public String words() {
    return "list of " + element.words();
  }

  @Override
  public boolean isLeaf() {
    return element.isLeaf();
  }
}
