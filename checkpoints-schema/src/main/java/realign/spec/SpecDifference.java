package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings in which two documents differ. */
final class SpecDifference {
  private static final String NONE = "none";

  private SpecDifference() {}

  static List<String> of(JsonNode one, JsonNode other) {
    Map<String, String> before = leaves(one);
    Map<String, String> after = leaves(other);
    Set<String> paths = new LinkedHashSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      String from = before.getOrDefault(path, NONE);
      String to = after.getOrDefault(path, NONE);
      if (!from.equals(to)) {
        lines.add(path + ": " + from + " -> " + to);
      }
    }
    return lines;
  }

  private static Map<String, String> leaves(JsonNode tree) {
    Map<String, String> leaves = new LinkedHashMap<>();
    collect(tree, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String path, Map<String, String> leaves) {
    if (node.isObject()) {
      node.properties().forEach(e -> collect(e.getValue(), join(path, e.getKey()), leaves));
    } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), path + "[" + i + "]", leaves);
      }
    } else {
      leaves.put(path, node.isTextual() ? node.textValue() : CanonicalJson.write(node));
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
