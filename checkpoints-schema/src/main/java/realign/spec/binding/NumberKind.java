package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.spec.Setting;

/** A number of the Java type {@code int}, {@code long} or {@code double}. */
record NumberKind(Type type, Bounds bounds) implements Kind {
  /** Beyond 2^53 - 1 whole numbers are not exact in every JSON reader. */
  private static final double EXACT = 9007199254740991d;

  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  enum Type {
    INT,
    LONG,
    DOUBLE
  }

  static NumberKind of(Class<?> raw, Setting setting) {
    if (raw == int.class || raw == Integer.class) {
      return new NumberKind(Type.INT, Bounds.of(setting, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    if (raw == long.class || raw == Long.class) {
      return new NumberKind(Type.LONG, Bounds.of(setting, -EXACT, EXACT));
    }
    if (raw == double.class || raw == Double.class) {
      return new NumberKind(Type.DOUBLE, Bounds.of(setting, -UNBOUNDED, UNBOUNDED));
    }
    throw new IllegalArgumentException("no setting can be a " + raw);
  }

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (!node.isNumber()) {
      return place.wrongType(node, "a " + words());
    }
    double value = node.doubleValue();
    if (type != Type.DOUBLE && Double.isFinite(value) && value != Math.rint(value)) {
      return place.wrongType(node, "a " + words());
    }
    return inBounds(value, place) ? boxed(node, value) : null;
  }

  private Object boxed(JsonNode node, double value) {
    return switch (type) {
      case INT -> (int) value;
      case LONG -> node.isIntegralNumber() ? node.longValue() : (long) value;
      case DOUBLE -> value;
    };
  }

  @Override
  public boolean check(Object value, Place place) {
    return inBounds(((Number) value).doubleValue(), place);
  }

  private boolean inBounds(double value, Place place) {
    Optional<String> broken = bounds.broken(value);
    broken.ifPresent(
        rule ->
            place.refuse(
                "RLN-104",
                Double.isFinite(value)
                    ? Place.text(JsonNodeFactory.instance.numberNode(value))
                    : String.valueOf(value),
                rule,
                place.hint()));
    return broken.isEmpty();
  }

  @Override
  public JsonNode write(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return type == Type.DOUBLE
        ? nodes.numberNode((double) value)
        : nodes.numberNode(((Number) value).longValue());
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type == Type.DOUBLE ? "number" : "integer");
    bounds.describe(schema);
    return schema;
  }

  @Override
  public String words() {
    String range = bounds.words();
    String noun = type == Type.DOUBLE ? "number" : "whole number";
    return range.isEmpty() ? noun : noun + " " + range;
  }
}
