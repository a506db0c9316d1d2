package realign.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An object as it is shown and as it is applied: what is set and nothing else, always in the same
 * order. The typed models alone would also send empty lists and maps, and who applies such fields
 * on the server's side owns them from then on.
 *
 * @param comment lines for the reader, which the cluster never sees; may be empty
 */
public record Manifest(KubernetesObject object, String comment) {
  /** Here emptiness says something: any, or a folder of the default kind. */
  private static final Set<String> MEANT_EMPTY =
      Set.of("podSelector", "namespaceSelector", "emptyDir");

  private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata", "name");
  private static final Comparator<String> ORDER =
      Comparator.comparingInt(Manifest::rank).thenComparing(Comparator.naturalOrder());

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .stringQuotingChecker(new Quoting())
              .build());

  /** An object without a comment. */
  public static Manifest of(KubernetesObject object) {
    return new Manifest(object, "");
  }

  /** The object as cleaned data, for server-side apply as for printing. */
  public ObjectNode tree() {
    return tree(object);
  }

  /** The same of any object. */
  public static ObjectNode tree(KubernetesObject object) {
    try {
      JsonNode all = new ObjectMapper().readTree(JSON.serialize(object));
      ObjectNode tree = (ObjectNode) clean(all);
      tree.remove("status");
      return tree;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a model that is no JSON", impossible);
    }
  }

  /** One document, its comment first. */
  public String yaml() {
    String lines = comment.lines().map(line -> "# " + line + "\n").collect(Collectors.joining());
    return lines + yaml(object);
  }

  /** One document. */
  public static String yaml(KubernetesObject object) {
    try {
      return YAML.writeValueAsString(tree(object));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree that cannot be written", impossible);
    }
  }

  /** All documents, one after the other. */
  public static String yaml(List<Manifest> manifests) {
    return manifests.stream().map(Manifest::yaml).collect(Collectors.joining("---\n"));
  }

  /** All objects as one: a {@code v1 List}. */
  public static ObjectNode list(List<Manifest> manifests) {
    ObjectNode list =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
    ArrayNode items = list.putArray("items");
    manifests.forEach(manifest -> items.add(manifest.tree()));
    return list;
  }

  private static JsonNode clean(JsonNode node) {
    if (node instanceof ObjectNode group) {
      return cleanGroup(group);
    }
    if (node instanceof ArrayNode list) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> kept.add(clean(item)));
      return kept;
    }
    return node;
  }

  private static ObjectNode cleanGroup(ObjectNode group) {
    TreeMap<String, JsonNode> kept = new TreeMap<>(ORDER);
    group
        .properties()
        .forEach(
            field -> {
              JsonNode value = clean(field.getValue());
              if (says(field.getKey(), value)) {
                kept.put(field.getKey(), value);
              }
            });
    return JsonNodeFactory.instance.objectNode().setAll(kept);
  }

  private static boolean says(String name, JsonNode value) {
    boolean isNothing = value.isNull() || (value.isContainerNode() && value.isEmpty());
    return !name.equals("creationTimestamp") && (!isNothing || MEANT_EMPTY.contains(name));
  }

  private static int rank(String name) {
    int place = FIRST.indexOf(name);
    return place < 0 ? FIRST.size() : place;
  }

  /** Whatever could be read as something else than a text is quoted, such as the digest 12e4. */
  private static final class Quoting extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;
    private static final Pattern PLAIN =
        Pattern.compile("([A-Za-z/$]|--[a-z])[A-Za-z0-9 /@$().,_=-]*");

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches()
          || value.endsWith(" ")
          || super.needToQuoteValue(value);
    }
  }
}
