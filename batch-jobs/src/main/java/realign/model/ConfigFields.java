package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderConfig.Activation;
import realign.spec.Problems;

/**
 * The fields of a configuration, read one by one; what nobody read and what is not known to be
 * harmless is a problem at the end. So a value that changes the arithmetic is never ignored.
 */
final class ConfigFields {
  /** No size is larger. */
  static final int LARGEST = 1 << 24;

  static final int MOST_LAYERS = 10_000;

  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "silu", Activation.SILU,
          "swish", Activation.SILU,
          "relu", Activation.RELU,
          "gelu", Activation.GELU,
          "gelu_new", Activation.GELU_TANH,
          "gelu_pytorch_tanh", Activation.GELU_TANH);

  private final String file;
  private final ObjectNode object;
  private final Problems problems;
  private final Set<String> read = new HashSet<>();

  ConfigFields(String file, ObjectNode object, Problems problems) {
    this.file = file;
    this.object = object;
    this.problems = problems;
  }

  /** The fields of an object inside; none where it is absent. */
  ConfigFields inside(String name) {
    JsonNode node = take(name);
    ObjectNode inner = node instanceof ObjectNode object ? object : JsonFile.newObject();
    if (node != null && !node.isObject()) {
      bad(name, node, "Give an object");
    }
    return new ConfigFields(file + " " + name, inner, problems);
  }

  boolean isEmpty() {
    return object.isEmpty();
  }

  /** Names whose value does not matter in this family. */
  void ignore(String... names) {
    read.addAll(List.of(names));
  }

  /** An activation by the name that configurations give it. */
  Activation activation(String name, Activation byDefault) {
    JsonNode node = take(name);
    if (node == null) {
      return byDefault;
    }
    Activation found = ACTIVATIONS.get(node.asText());
    if (found == null) {
      unsupported(name, node);
    }
    return found == null ? byDefault : found;
  }

  /** A finite number above zero, or null where none is given. */
  @Nullable Double positiveOrNull(String name) {
    return take(name) == null ? null : Double.valueOf(positive(name, null));
  }

  /** A whole number from 1 to {@code most}; 1 where it is wrong, which is reported. */
  int count(String name, @Nullable Integer byDefault, int most) {
    JsonNode node = take(name);
    if (node == null && byDefault != null) {
      return byDefault;
    }
    if (node != null && node.isIntegralNumber() && node.canConvertToInt()) {
      int value = node.intValue();
      if (value >= 1 && value <= most) {
        return value;
      }
    }
    bad(name, node, "Give a whole number from 1 to " + most);
    return 1;
  }

  /** A divisor of {@code whole}. */
  int divisor(String name, @Nullable Integer byDefault, int whole) {
    int value = count(name, byDefault, whole);
    if (whole % value == 0) {
      return value;
    }
    bad(name, object.get(name), "Give a divisor of " + whole);
    return whole;
  }

  /** An even number. */
  int even(String name, int byDefault, int most) {
    int value = count(name, byDefault, most);
    if (value > 0 && value % 2 == 0) {
      return value;
    }
    bad(name, object.get(name), "Give an even number");
    return 2;
  }

  /** A finite number above zero. */
  double positive(String name, @Nullable Double byDefault) {
    JsonNode node = take(name);
    if (node == null && byDefault != null) {
      return byDefault;
    }
    if (node != null
        && node.isNumber()
        && node.doubleValue() > 0
        && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    bad(name, node, "Give a number above 0");
    return 1;
  }

  boolean flag(String name, boolean byDefault) {
    JsonNode node = take(name);
    if (node == null || node.isBoolean()) {
      return node == null ? byDefault : node.booleanValue();
    }
    bad(name, node, "Give true or false");
    return byDefault;
  }

  /** A token id, or null where none is given. */
  @Nullable Integer id(String name, int vocabulary) {
    JsonNode node = take(name);
    if (node == null || (node.isIntegralNumber() && node.intValue() == -1)) {
      return null;
    }
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      int id = node.intValue();
      if (id >= 0 && id < vocabulary) {
        return id;
      }
    }
    bad(name, node, "Give an id below " + vocabulary);
    return null;
  }

  /** Refuses every value but this one; an absent field counts as this one. */
  void require(String name, Object only) {
    JsonNode node = take(name);
    if (node != null && !sameText(node, only)) {
      unsupported(name, node);
    }
  }

  private static boolean sameText(JsonNode node, Object only) {
    if (only instanceof Number number) {
      return node.isNumber() && node.doubleValue() == number.doubleValue();
    }
    return node.asText().equals(only.toString());
  }

  /** The node, or null where it is absent or null. */
  @Nullable JsonNode take(String name) {
    read.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /** Reports what was not read, says something, and is not among the harmless names. */
  void refuseOthers(Set<String> harmless) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      boolean known = read.contains(name) || harmless.contains(name) || name.startsWith("_");
      if (!known && saysSomething(field.getValue())) {
        unsupported(name, field.getValue());
      }
    }
  }

  private static boolean saysSomething(JsonNode node) {
    boolean nothing =
        node.isNull()
            || (node.isBoolean() && !node.booleanValue())
            || (node.isNumber() && node.doubleValue() == 0)
            || (node.isContainerNode() && node.isEmpty());
    return !nothing;
  }

  void unsupported(String name, JsonNode node) {
    problems.add(ModelProblem.UNSUPPORTED.problem(file + " " + name, node.toString()));
  }

  private void bad(String name, @Nullable JsonNode node, String fix) {
    String found = node == null ? "missing" : node.toString();
    problems.add(ModelProblem.BAD_VALUE.problem(file + " " + name, found, fix));
  }
}
