package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.Kebab;
import realign.spec.Variants;

/**
 * A sealed interface: one of several records, told apart by the value of one key ({@code {name:
 * vaccine, rho: 2}}) or by which key is there ({@code {lexicon: FILE}}).
 */
record FamilyKind(String key, List<String> later, Map<String, Shape> variants) implements Kind {

  static FamilyKind of(Class<?> family) {
    Variants how =
        Objects.requireNonNull(family.getAnnotation(Variants.class), () -> family + " @Variants");
    Map<String, Shape> variants = new LinkedHashMap<>();
    for (Class<?> variant : family.getPermittedSubclasses()) {
      variants.put(Kebab.of(variant), Shape.of(variant.asSubclass(Record.class)));
    }
    return new FamilyKind(how.key(), List.of(how.later()), variants);
  }

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (!(node instanceof ObjectNode object)) {
      return place.wrongType(
          node,
          "a group with " + (key.isEmpty() ? "one of " + String.join(", ", names()) : "a " + key));
    }
    return key.isEmpty() ? readByPresence(object, place) : readByName(object, place);
  }

  private @Nullable Object readByName(ObjectNode object, Place place) {
    JsonNode name = object.get(key);
    if (name == null) {
      return place.refuse(
          "RLN-105", null, "must have a " + key, "Add one of " + String.join(", ", names()));
    }
    Place at = place.child(key, place.hint());
    if (!name.isTextual()) {
      return at.wrongType(name, "one of " + String.join(", ", names()));
    }
    Shape variant = variants.get(name.textValue());
    return variant == null
        ? ChoiceKind.unknown(name.textValue(), names(), later, at)
        : variant.read(object, place, Set.of(key));
  }

  private @Nullable Object readByPresence(ObjectNode object, Place place) {
    Optional<Shape> present =
        variants.entrySet().stream()
            .filter(variant -> object.has(variant.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (present.isPresent()) {
      return present.get().read(object, place, Set.of());
    }
    if (object.isEmpty()) {
      return place.wrongType(object, "a group with one of " + String.join(", ", names()));
    }
    String name = object.fieldNames().next();
    return ChoiceKind.unknown(name, names(), later, place);
  }

  /** The record has checked itself when it was made. */
  @Override
  public boolean check(Object value, Place place) {
    return true;
  }

  @Override
  public JsonNode write(Object value) {
    String name = Kebab.of(value.getClass());
    ObjectNode parts = Objects.requireNonNull(variants.get(name)).write((Record) value);
    if (key.isEmpty()) {
      return parts;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode().put(key, name);
    object.setAll(parts);
    return object;
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode alternatives = schema.putArray("oneOf");
    variants.forEach((name, shape) -> alternatives.add(alternative(name, shape)));
    return schema;
  }

  private ObjectNode alternative(String name, Shape shape) {
    ObjectNode schema = shape.schema();
    if (!key.isEmpty()) {
      schema.withObjectProperty("properties").putObject(key).put("const", name);
      schema.withArrayProperty("required").insert(0, key);
    }
    return schema;
  }

  private List<String> names() {
    return List.copyOf(variants.keySet());
  }

  @Override
  public String words() {
    return key.isEmpty()
        ? "one of {" + String.join(": ...}, {", names()) + ": ...}"
        : "{" + key + ": ...} of " + String.join(", ", names());
  }

  @Override
  public boolean isLeaf() {
    return false;
  }
}
