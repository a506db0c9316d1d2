package realign.spec.binding;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The way to a value in a document.
 *
 * @param text keys joined by dots, positions in brackets: {@code align.methods[0].rho}
 */
public record SettingPath(String text) {

  /** The value there; a missing node where there is none. */
  public JsonNode in(JsonNode tree) {
    return tree.at(pointer());
  }

  /** Puts another value there. The path must end in a key whose group exists. */
  public void replace(JsonNode tree, JsonNode value) {
    JsonPointer pointer = pointer();
    ((ObjectNode) tree.at(pointer.head())).set(pointer.last().getMatchingProperty(), value);
  }

  private JsonPointer pointer() {
    return JsonPointer.compile("/" + text.replaceAll("\\[([0-9]+)]", "/$1").replace('.', '/'));
  }
}
