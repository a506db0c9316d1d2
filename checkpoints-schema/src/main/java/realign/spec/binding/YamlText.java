package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import realign.spec.Problem;
import realign.spec.Problems;

/**
 * Parses YAML into a {@link Document}. Composed from SnakeYAML's nodes and not by Jackson's YAML
 * parser, which drops lines, turns an alias into the text of its name, and no longer knows whether
 * a scalar was quoted. No anchors, aliases, tags or merge keys: a spec needs none, and without them
 * no document can grow beyond its text. Scalars follow {@link CoreSchema}.
 */
final class YamlText {
  private static final Set<Tag> COLLECTIONS = Set.of(Tag.MAP, Tag.SEQ);

  private final String name;
  private final Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlText(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  static Document parse(String name, String text, Problems problems) {
    Limits.checkLength(name, text.length());
    YamlText parser = new YamlText(name, problems);
    JsonNode root = parser.tree(parser.compose(text), "");
    return new Document(name, root, parser.lines, Map.of());
  }

  private Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(Limits.DEPTH);
    // An alias is composed as a second way to the same node, which costs nothing until it is
    // walked;
    // the walk refuses the node's anchor.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setCodePointLimit(Limits.CHARACTERS);
    try {
      ParserImpl events = new ParserImpl(new StreamReader(text), options);
      Node root = new Composer(events, new CoreSchema(), options).getSingleNode();
      if (root == null) {
        throw Limits.refused("RLN-101", name, "must not be empty", "Write a document");
      }
      return root;
    } catch (MarkedYAMLException e) {
      String where =
          e.getProblemMark() == null ? name : name + ":" + (e.getProblemMark().getLine() + 1);
      throw Limits.refused(
          "RLN-101", where, "must be YAML: " + e.getProblem(), "Correct the text there");
    } catch (YAMLException e) {
      throw String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("depth")
          ? Limits.tooDeep(name)
          : Limits.refused("RLN-101", name, "must be YAML: " + e.getMessage(), "Correct the text");
    }
  }

  private JsonNode tree(Node node, String path) {
    lines.putIfAbsent(path, node.getStartMark().getLine() + 1);
    refuseAnchor(node, path);
    if (!(node instanceof ScalarNode) && !COLLECTIONS.contains(node.getTag())) {
      report("RLN-101", node, path, "must not carry a tag (" + node.getTag() + ")", "Remove it");
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping, path);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Node element : sequence.getValue()) {
        array.add(tree(element, path + "[" + array.size() + "]"));
      }
      return array;
    }
    return scalar((ScalarNode) node, path);
  }

  private ObjectNode object(MappingNode mapping, String path) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        report("RLN-101", entry.getKeyNode(), path, "must have plain names as keys", "Rename it");
        continue;
      }
      refuseAnchor(keyNode, path);
      String key = keyNode.getValue();
      String at = path.isEmpty() ? key : path + "." + key;
      if (object.has(key)) {
        report("RLN-110", keyNode, at, "must be given once only", "Remove one of the two");
        continue;
      }
      lines.put(at, keyNode.getStartMark().getLine() + 1);
      object.set(key, tree(entry.getValueNode(), at));
    }
    return object;
  }

  private JsonNode scalar(ScalarNode node, String path) {
    JsonNode value = CoreSchema.value(node);
    if (value == null) {
      report("RLN-101", node, path, "must not carry a tag (" + node.getTag() + ")", "Remove it");
      return JsonNodeFactory.instance.textNode(node.getValue());
    }
    return value;
  }

  private void refuseAnchor(Node node, String path) {
    if (node.getAnchor() != null) {
      throw Limits.refused(
          "RLN-111",
          name + ":" + (node.getStartMark().getLine() + 1),
          "must not use anchors and aliases (at " + (path.isEmpty() ? "the top" : path) + ")",
          "Write the value out where it is needed");
    }
  }

  private void report(String id, Node node, String path, String rule, String fix) {
    problems.add(
        new Problem(id, path, null, rule, fix)
            .at(name + ":" + (node.getStartMark().getLine() + 1)));
  }
}
