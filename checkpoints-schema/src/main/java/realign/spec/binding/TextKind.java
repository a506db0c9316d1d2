package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.Setting;

/** A text of one line. */
record TextKind(Pattern pattern, String rule) implements Kind {
  /** Not blank and without control characters, in syntax that JSON Schema shares. */
  private static final Pattern LINE =
      Pattern.compile(
          "[^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*");

  static TextKind of(Setting setting) {
    return setting.pattern().isEmpty()
        ? new TextKind(LINE, "must be a single line of text, not blank")
        : new TextKind(Pattern.compile(setting.pattern()), "must match " + setting.pattern());
  }

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    if (node.isTextual()) {
      return node.textValue();
    }
    return node.isContainerNode() || node.isNull()
        ? place.wrongType(node, "text")
        : place.refuse(
            "RLN-103", Place.text(node), "must be text", "Put it in quotes. " + place.hint());
  }

  @Override
  public boolean check(Object value, Place place) {
    boolean right = pattern.matcher((String) value).matches();
    if (!right) {
      place.refuse("RLN-107", '"' + value.toString() + '"', rule, place.hint());
    }
    return right;
  }

  @Override
  public JsonNode write(Object value) {
    return JsonNodeFactory.instance.textNode((String) value);
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "string")
        .put("pattern", "^(?:" + pattern.pattern() + ")$");
  }

  @Override
  public String words() {
    return "text";
  }
}
