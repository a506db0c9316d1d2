package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.Setting;

/** What the type of a setting and its {@link Setting} mean in a document. */
sealed interface Kind
    permits TextKind, NumberKind, FlagKind, ChoiceKind, TimeKind, ListKind, GroupKind, FamilyKind {

  /** The value, or null after what is wrong was reported. */
  @Nullable Object read(JsonNode node, Place place);

  /** Reports what is wrong with a value; whether it was right. */
  boolean check(Object value, Place place);

  /** The value as it is written in a document. */
  JsonNode write(Object value);

  /** JSON Schema of the value. */
  ObjectNode schema();

  /** The type in words: {@code whole number >= 1}. */
  String words();

  /** Whether it is one value, with one origin, and not a group or a list of groups. */
  default boolean isLeaf() {
    return true;
  }

  /**
   * The kind of a component.
   *
   * @param byDefault its default, which in a group is the default of each part
   */
  static Kind of(Type type, Setting setting, @Nullable JsonNode byDefault) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new ListKind(of(list.getActualTypeArguments()[0], setting, null), setting.minItems());
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return TextKind.of(setting);
    }
    if (raw == boolean.class) {
      return new FlagKind();
    }
    if (raw == Duration.class) {
      return new TimeKind();
    }
    if (raw.isEnum()) {
      return new ChoiceKind(raw.asSubclass(Enum.class));
    }
    if (raw.isRecord()) {
      Shape shape = Shape.of(raw.asSubclass(Record.class));
      return new GroupKind(
          byDefault instanceof ObjectNode overlay ? shape.withDefaults(overlay) : shape);
    }
    return raw.isSealed() ? FamilyKind.of(raw) : NumberKind.of(raw, setting);
  }
}
