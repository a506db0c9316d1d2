package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Which plain scalars are numbers, booleans and null: the core schema of YAML 1.2 (section 10.3),
 * decimal numbers only. YAML 1.1, SnakeYAML's own choice, would read {@code no} as false, {@code
 * 010} as 8, {@code 1:30} as 90, {@code 1_0} as 10 and, depending on its version, {@code 1e-3} as a
 * text.
 */
final class CoreSchema extends Resolver {
  private static final int LONGEST_WHOLE = 18;

  /** What is longer is text, so that no number is costly. */
  private static final int LONGEST_NUMBER = 400;

  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");

  @Override
  protected void addImplicitResolvers() {
    addImplicitResolver(Tag.NULL, NOTHING, "~nN\0", 10);
    addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    addImplicitResolver(Tag.BOOL, TRUTH, "tTfF", 10);
    addImplicitResolver(Tag.INT, WHOLE, "-+0123456789", LONGEST_NUMBER);
    addImplicitResolver(Tag.FLOAT, REAL, "-+.0123456789", LONGEST_NUMBER);
  }

  /** The scalar's value, or null when it carries a tag of its own. */
  static @Nullable JsonNode value(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (tag.equals(Tag.STR)) {
      return nodes.textNode(text);
    }
    if (tag.equals(Tag.NULL) && NOTHING.matcher(text).matches()) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL) && TRUTH.matcher(text).matches()) {
      return nodes.booleanNode(text.charAt(0) == 't' || text.charAt(0) == 'T');
    }
    if (tag.equals(Tag.INT) && WHOLE.matcher(text).matches() && text.length() <= LONGEST_WHOLE) {
      return nodes.numberNode(Long.parseLong(text));
    }
    boolean number = tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
    return number && REAL.matcher(text).matches()
        ? nodes.numberNode(Double.parseDouble(text))
        : null;
  }
}
