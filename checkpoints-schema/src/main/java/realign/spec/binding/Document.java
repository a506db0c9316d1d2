package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.spec.Origin;

/**
 * A parsed YAML or JSON text: its tree, and where each value was written. Not bound to any record
 * yet.
 *
 * @param name what messages call it, such as {@code nightly.yaml}
 * @param root the tree
 * @param lines line (from 1) of each value by its path, as far as known
 * @param overrides where a value that does not stem from the text comes from, by its path
 */
public record Document(
    String name, JsonNode root, Map<String, Integer> lines, Map<String, Origin.Source> overrides) {

  public Document {
    lines = Map.copyOf(lines);
    overrides = Map.copyOf(overrides);
  }

  /** A tree that was written nowhere. */
  public static Document of(String name, JsonNode root) {
    return new Document(name, root, Map.of(), Map.of());
  }

  /**
   * The document with one value replaced or added, as by a flag.
   *
   * @param path keys joined by dots; elements of lists cannot be addressed
   */
  public Document with(String path, JsonNode value, Origin.Source source) {
    ObjectNode copy =
        root.isObject() ? root.<ObjectNode>deepCopy() : JsonNodeFactory.instance.objectNode();
    ObjectNode parent = copy;
    String[] keys = path.split("\\.", -1);
    for (int i = 0; i < keys.length - 1; i++) {
      parent = parent.get(keys[i]) instanceof ObjectNode child ? child : parent.putObject(keys[i]);
    }
    parent.set(keys[keys.length - 1], value);
    Map<String, Origin.Source> sources = new HashMap<>(overrides);
    sources.put(path, source);
    return new Document(name, copy, lines, sources);
  }

  /** Where the value at a path comes from, given that the document holds it. */
  Origin.Source source(String path) {
    Origin.Source override = override(path);
    String where = place(path);
    return override != null
        ? override
        : new Origin.Source(Origin.Kind.SPEC, where == null ? name : where);
  }

  /** The override of a value or of a part around it, or null. */
  private Origin.@Nullable Source override(String path) {
    String part = path;
    while (!part.isEmpty() && !overrides.containsKey(part)) {
      part = parent(part);
    }
    return overrides.get(part);
  }

  /**
   * {@code nightly.yaml:12} for the value or the innermost known part around it; the name of the
   * flag or variable where such a one gave it.
   */
  @Nullable String place(String path) {
    Origin.Source override = override(path);
    if (override != null) {
      return override.detail();
    }
    String part = path;
    while (!part.isEmpty() && !lines.containsKey(part)) {
      part = parent(part);
    }
    Integer line = lines.get(part);
    return line == null ? null : name + ":" + line;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
