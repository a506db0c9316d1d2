package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.StringJoiner;
import realign.spec.CanonicalJson;
import realign.spec.Setting;

/** The allowed range of a number. */
record Bounds(double min, double max, double above, double below) {

  /** The bounds of a setting within those of its Java type. */
  static Bounds of(Setting setting, double typeMin, double typeMax) {
    double min = Math.max(setting.min(), typeMin);
    double max = Math.min(setting.max(), typeMax);
    return new Bounds(min, max, setting.above(), setting.below());
  }

  /** The rule that a value breaks, if any. */
  Optional<String> broken(double value) {
    if (!Double.isFinite(value)) {
      return Optional.of("must be a finite number");
    }
    if (value < min) {
      return Optional.of("must be at least " + text(min));
    }
    if (value > max) {
      return Optional.of("must be at most " + text(max));
    }
    if (value <= above) {
      return Optional.of("must be greater than " + text(above));
    }
    return value < below ? Optional.empty() : Optional.of("must be less than " + text(below));
  }

  void describe(ObjectNode schema) {
    put(schema, "minimum", min);
    put(schema, "maximum", max);
    put(schema, "exclusiveMinimum", above);
    put(schema, "exclusiveMaximum", below);
  }

  /** The bounds in words, without those of the Java type. */
  String words() {
    StringJoiner words = new StringJoiner(", ");
    boolean typeMin = min <= Integer.MIN_VALUE;
    boolean typeMax = max >= Integer.MAX_VALUE;
    if (!typeMin) {
      words.add(">= " + text(min));
    }
    if (Double.isFinite(above)) {
      words.add("> " + text(above));
    }
    if (!typeMax) {
      words.add("<= " + text(max));
    }
    if (Double.isFinite(below)) {
      words.add("< " + text(below));
    }
    return words.toString();
  }

  private static void put(ObjectNode schema, String keyword, double bound) {
    if (Double.isFinite(bound)) {
      schema.set(keyword, number(bound));
    }
  }

  static JsonNode number(double value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return value == Math.rint(value) && Math.abs(value) < 1e16
        ? nodes.numberNode((long) value)
        : nodes.numberNode(value);
  }

  private static String text(double value) {
    return CanonicalJson.write(number(value));
  }
}
