package realign.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the child's stdout, a JSON object a line. Lenient on purpose: an older command must stand a
 * newer child, and a native library may print what it likes.
 */
final class Events {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Events() {}

  static Event parse(String line) {
    JsonNode json = object(line);
    if (json == null) {
      return new Event.Talk(line);
    }
    return switch (json.path("event").asText()) {
      case "stage" ->
          new Event.StageBegins(
              text(json, "scope"),
              text(json, "stage"),
              json.path("position").asLong(),
              json.path("size").asLong());
      case "progress" -> progress(json);
      case "note" -> new Event.Note(text(json, "level"), text(json, "text"));
      case "problem" -> new Event.ProblemMet(text(json, "id"), text(json, "message"));
      case "end" -> new Event.End(json.path("exit").asInt(1), optional(json, "verdict"));
      default -> new Event.Other(json);
    };
  }

  private static Event.Progress progress(JsonNode json) {
    return new Event.Progress(
        text(json, "scope"),
        text(json, "stage"),
        json.path("position").asLong(),
        json.path("size").asLong(),
        text(json, "text"),
        number(json, "committed"),
        number(json, "committedAgoMs"),
        number(json, "etaMs"));
  }

  private static @Nullable JsonNode object(String line) {
    if (!line.startsWith("{")) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(line);
      return json.isObject() ? json : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }

  private static @Nullable String optional(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? value.asText() : null;
  }

  private static @Nullable Long number(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isNumber() ? value.asLong() : null;
  }
}
