package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import realign.spec.CanonicalJson;
import realign.spec.Problem;

/**
 * A value's place while it is read or checked.
 *
 * @param path its path
 * @param hint what helps a person who wrote something else there
 * @param written whether the value was written in the document, and is no default
 * @param session who is told
 */
record Place(String path, String hint, boolean written, Session session) {

  static Place root(Session session) {
    return new Place("", "", true, session);
  }

  Place child(String name, String hint) {
    return new Place(path.isEmpty() ? name : path + "." + name, hint, written, session);
  }

  Place element(int index) {
    return new Place(path + "[" + index + "]", hint, written, session);
  }

  Place byDefault() {
    return new Place(path, hint, false, session);
  }

  /** Reports a problem; null, so that a read may return it. */
  @Nullable Object refuse(String id, @Nullable String value, String rule, String fix) {
    session.report(new Problem(id, path, value, rule, fix));
    return null;
  }

  @Nullable Object wrongType(JsonNode node, String expected) {
    return refuse("RLN-103", text(node), "must be " + expected, hint);
  }

  static String text(JsonNode node) {
    try {
      return CanonicalJson.write(node);
    } catch (IllegalArgumentException notCanonical) {
      return node.toString();
    }
  }
}
