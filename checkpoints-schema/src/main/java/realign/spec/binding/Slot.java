package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import realign.spec.Problems;
import realign.spec.Setting;

/**
 * One setting at its place in a record.
 *
 * @param name its key
 * @param accessor gives its value in a record
 * @param setting what is known about it
 * @param byDefault its default there, or null
 * @param sample the default or else the example, or null
 * @param hint what helps a person who wrote something else
 * @param kind how it is read, checked and written
 */
record Slot(
    String name,
    Method accessor,
    Setting setting,
    @Nullable JsonNode byDefault,
    @Nullable JsonNode sample,
    String hint,
    Kind kind) {

  /**
   * What a spec calls a component. No component may be {@code notify}: that one has a {@code _}.
   */
  static String name(RecordComponent component) {
    String name = component.getName();
    return name.endsWith("_") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * The slot of a component.
   *
   * @param overlay default that the group's own default gives it, or null
   */
  static Slot of(RecordComponent component, @Nullable JsonNode overlay) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException("without @Setting: " + component);
    }
    JsonNode own = setting.byDefault().isEmpty() ? null : parse(setting.byDefault());
    JsonNode byDefault = overlay == null ? own : overlay;
    Kind kind = Kind.of(component.getGenericType(), setting, byDefault);
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    JsonNode sample = byDefault;
    if (sample == null && !setting.example().isEmpty()) {
      sample = parse(setting.example());
    }
    String hint = shown(component, sample) + setting.value();
    return new Slot(name(component), accessor, setting, byDefault, sample, hint, kind);
  }

  /** An empty list shows nobody what to write. */
  private static String shown(RecordComponent component, @Nullable JsonNode sample) {
    return sample == null || (sample.isArray() && sample.isEmpty())
        ? ""
        : "For example " + name(component) + ": " + Place.text(sample) + " - ";
  }

  private static JsonNode parse(String notation) {
    return YamlText.parse("setting", notation, new Problems()).root();
  }

  boolean isRequired() {
    return byDefault == null && !setting.optional();
  }

  /** Reads what is written there, or the default; a stand-in after a problem was reported. */
  @Nullable Object read(@Nullable JsonNode node, Place place) {
    if (node != null) {
      return readWritten(node, place);
    }
    if (byDefault != null) {
      noteOrigin(place.byDefault());
      return kind.read(byDefault, place.byDefault());
    }
    if (isRequired()) {
      return missing(place);
    }
    noteOrigin(place.byDefault());
    return null;
  }

  private @Nullable Object readWritten(JsonNode node, Place place) {
    noteOrigin(place);
    Object value = kind.read(node, place);
    if (value != null && kind.check(value, place)) {
      return value;
    }
    return standInFor(place);
  }

  private @Nullable Object missing(Place place) {
    place.refuse("RLN-105", null, "must be given", hint);
    return standInFor(place);
  }

  /** What to go on with after a problem at that place was reported. */
  @Nullable Object standInFor(Place place) {
    place.session().doubt(place.path());
    return standIn();
  }

  private void noteOrigin(Place place) {
    boolean absent = byDefault == null && !place.written();
    if (!kind.isLeaf() && !absent) {
      return; // its parts note their own
    }
    if (place.written()) {
      place.session().given(place.path());
    } else {
      place.session().byDefault(place.path());
    }
  }

  private @Nullable Object standIn() {
    return sample == null ? null : kind.read(sample, Place.root(new Session(null, new Problems())));
  }

  /** Reports what is wrong with a component's value. */
  void check(@Nullable Object value, Place place) {
    if (value != null) {
      kind.check(value, place);
    } else if (!setting.optional()) {
      place.refuse("RLN-105", null, "must not be null", hint);
    }
  }

  /** Its value in a record. */
  @Nullable Object of(Record record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("accessor of " + name, e);
    }
  }

  /** The value as written in a document. */
  JsonNode write(Object value) {
    return kind.write(Objects.requireNonNull(value));
  }

  ObjectNode schema() {
    ObjectNode schema = kind.schema();
    schema.put("description", setting.value());
    if (byDefault != null) {
      schema.set("default", byDefault);
    } else if (sample != null) {
      schema.putArray("examples").add(sample);
    }
    return schema;
  }
}
