package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leniently reads what a cluster says: what is missing or odd is empty, never an error. */
final class Json {
  private Json() {}

  static @Nullable Instant time(JsonNode text) {
    try {
      return text.isTextual() ? OffsetDateTime.parse(text.asText()).toInstant() : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  static Instant created(JsonNode object) {
    Instant time = time(object.path("metadata").path("creationTimestamp"));
    return time == null ? Instant.EPOCH : time;
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static String label(JsonNode object, String key) {
    return object.path("metadata").path("labels").path(key).asText();
  }

  static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  /** The condition of that type that holds, or a missing node. */
  static JsonNode condition(JsonNode object, String type) {
    return condition(object, c -> c.path("type").asText().equals(type) && holds(c));
  }

  private static boolean holds(JsonNode condition) {
    return condition.path("status").asText().equals("True");
  }

  static JsonNode condition(JsonNode object, Predicate<JsonNode> which) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (which.test(condition)) {
        return condition;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** Numbers as an Indexed Job writes them: {@code 0,2-4}. */
  static List<Integer> indexes(JsonNode text) {
    List<Integer> indexes = new ArrayList<>();
    for (String range : text.asText().split(",", -1)) {
      if (range.matches("\\d+(-\\d+)?")) {
        int dash = range.indexOf('-');
        int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int to = Integer.parseInt(range.substring(dash + 1));
        for (int index = from; index <= to; index++) {
          indexes.add(index);
        }
      }
    }
    return indexes;
  }
}
