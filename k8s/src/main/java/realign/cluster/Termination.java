package realign.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's program said at its end.
 *
 * @param exit its exit code, or null where it said nothing
 * @param verdict outcome of the gate, or empty
 * @param sentence what happened, or the first of its problems; a text that is no JSON as it is
 */
public record Termination(@Nullable Integer exit, String verdict, String sentence) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a termination message, which may have been cut. */
  public static Termination read(String message) {
    try {
      JsonNode tree = JSON.readTree(message);
      if (tree.isObject()) {
        return of(tree);
      }
    } catch (JsonProcessingException e) {
      // said as it is
    }
    return new Termination(null, "", message.strip());
  }

  private static Termination of(JsonNode tree) {
    List<String> words = new ArrayList<>();
    if (!tree.path("sentence").asText().isEmpty()) {
      words.add(tree.path("sentence").asText());
    }
    for (JsonNode problem : tree.path("problems")) {
      String text = problem.path("message").asText();
      String id = problem.path("id").asText();
      words.add(id.isEmpty() || text.contains("[" + id + "]") ? text : text + " [" + id + "]");
    }
    return new Termination(
        tree.has("exit") ? tree.path("exit").asInt() : null,
        tree.path("verdict").asText(),
        String.join("; ", words));
  }
}
