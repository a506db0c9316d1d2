package realign.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import realign.spec.RunSpec;
import realign.spec.binding.Binder;

/** Every setting of a spec by its path, defaults included. */
final class FlatSettings {
  private FlatSettings() {}

  static Map<String, String> of(RunSpec spec) {
    Map<String, String> settings = new TreeMap<>();
    add("", Binder.tree(spec), settings);
    return settings;
  }

  private static void add(String path, JsonNode node, Map<String, String> settings) {
    if (node.isObject()) {
      String prefix = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(e -> add(prefix + e.getKey(), e.getValue(), settings));
    } else if (node.isArray() && hasObjects(node)) {
      for (int i = 0; i < node.size(); i++) {
        add(path + "[" + i + "]", node.get(i), settings);
      }
    } else if (node.isArray()) {
      settings.put(path, elements(node));
    } else if (!node.isNull()) {
      settings.put(path, node.asText());
    }
  }

  private static boolean hasObjects(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).anyMatch(JsonNode::isObject);
  }

  private static String elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
