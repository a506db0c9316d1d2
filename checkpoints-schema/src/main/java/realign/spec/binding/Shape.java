package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.NearestName;
import realign.spec.ProblemException;

/** A record as a group of settings. */
record Shape(
    Class<? extends Record> type, Constructor<? extends Record> constructor, List<Slot> slots) {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return of(type.asSubclass(Record.class), JsonNodeFactory.instance.objectNode());
        }
      };

  /** The shape of a record with the defaults of its own. */
  static Shape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  /** The same settings with the defaults that a group at some place gives them. */
  Shape withDefaults(ObjectNode overlay) {
    overlay
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names().contains(name)) {
                throw new IllegalStateException("default for an unknown " + name + " of " + type);
              }
            });
    return of(type, overlay);
  }

  private static Shape of(Class<? extends Record> type, ObjectNode overlay) {
    return new Shape(
        type,
        constructor(type),
        Arrays.stream(type.getRecordComponents())
            .map(c -> Slot.of(c, overlay.get(Slot.name(c))))
            .toList());
  }

  List<String> names() {
    return slots.stream().map(Slot::name).toList();
  }

  /** The record that an object describes, or null after what is wrong was reported. */
  @Nullable Object read(ObjectNode object, Place place, Set<String> ignored) {
    Set<String> meant = refuseUnknown(object, place, ignored);
    @Nullable Object[] values = new @Nullable Object[slots.size()];
    for (int i = 0; i < values.length; i++) {
      Slot slot = slots.get(i);
      Place at = place.child(slot.name(), slot.hint());
      JsonNode node = object.get(slot.name());
      boolean misspelt = node == null && slot.isRequired() && meant.contains(slot.name());
      values[i] = misspelt ? slot.standInFor(at) : slot.read(node, at);
    }
    return construct(values, place);
  }

  /** Reports keys that are no settings; the settings that were probably meant. */
  private Set<String> refuseUnknown(ObjectNode object, Place place, Set<String> ignored) {
    Set<String> meant = new HashSet<>();
    for (String key : (Iterable<String>) object::fieldNames) {
      if (!names().contains(key) && !ignored.contains(key)) {
        NearestName.of(key, names()).ifPresent(meant::add);
        place
            .child(key, "")
            .refuse("RLN-102", null, "is not a setting", NearestName.hint(key, names()));
      }
    }
    return meant;
  }

  private @Nullable Object construct(@Nullable Object[] values, Place place) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ProblemException broken) {
        broken.problems().forEach(p -> place.session().reportRule(p.under(place.path())));
        return null;
      }
      throw new IllegalStateException("constructor of " + type, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("constructor of " + type, e);
    }
  }

  private static Constructor<? extends Record> constructor(Class<? extends Record> type) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has one: " + type, e);
    }
  }

  /** The record as an object, settings in their order, those that are null left out. */
  ObjectNode write(Record value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Slot slot : slots) {
      Object part = slot.of(value);
      if (part != null) {
        object.set(slot.name(), slot.write(part));
      }
    }
    return object;
  }

  ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JsonNodeFactory.instance.arrayNode();
    for (Slot slot : slots) {
      properties.set(slot.name(), slot.schema());
      if (slot.isRequired()) {
        required.add(slot.name());
      }
    }
    schema.set("required", required);
    return schema.put("additionalProperties", false);
  }
}
