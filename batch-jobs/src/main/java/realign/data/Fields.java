package realign.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a record, asked for by name and type; a refusal names the field, not its text. */
record Fields(ObjectNode node) {

  /** A text that must be there and must not be blank. */
  String text(String name) throws BadRecordException {
    String text = textOrNull(name);
    if (text == null) {
      throw new BadRecordException("no field " + name);
    }
    if (text.isBlank()) {
      throw new BadRecordException("field " + name + " is empty");
    }
    return text;
  }

  /** A text that may be missing or blank; then the empty one. */
  String textOrEmpty(String name) throws BadRecordException {
    String text = textOrNull(name);
    return text == null ? "" : text;
  }

  /** A truth value, in tables also as a word or a digit; null when it is missing. */
  @Nullable Boolean flag(String name) throws BadRecordException {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    return switch (value.asText().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new BadRecordException("field " + name + " is neither true nor false");
    };
  }

  boolean has(String name) {
    return node.has(name);
  }

  /** A number or text, as text; null when it is missing. */
  @Nullable String scalar(String name) throws BadRecordException {
    JsonNode value = node.get(name);
    return value != null && value.isIntegralNumber() ? value.asText() : textOrNull(name);
  }

  private @Nullable String textOrNull(String name) throws BadRecordException {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new BadRecordException("field " + name + " is " + kind(value) + " instead of a text");
    }
    return printable(name, value.textValue());
  }

  private static String kind(JsonNode value) {
    String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
    return type.matches("[aeiou].*") ? "an " + type : "a " + type;
  }

  // Neither can be part of a text that a tokenizer takes as UTF-8 and C strings.
  private static String printable(String name, String text) throws BadRecordException {
    if (text.indexOf('\0') >= 0) {
      throw new BadRecordException("field " + name + " holds a NUL character");
    }
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new BadRecordException("field " + name + " holds half of a character");
    }
    return text;
  }
}
