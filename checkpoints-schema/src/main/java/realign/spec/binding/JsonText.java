package realign.spec.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import realign.spec.Problem;
import realign.spec.Problems;

/** Parses JSON into a {@link Document}, keeping lines and refusing keys that are given twice. */
final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DEPTH)
                  .maxDocumentLength(4L * Limits.CHARACTERS)
                  .maxNumberLength(400)
                  .build())
          .build();

  private final String name;
  private final JsonParser parser;
  private final Problems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  private JsonText(String name, JsonParser parser, Problems problems) {
    this.name = name;
    this.parser = parser;
    this.problems = problems;
  }

  static Document parse(String name, String text, Problems problems) {
    Limits.checkLength(name, text.length());
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonText reader = new JsonText(name, parser, problems);
      if (parser.nextToken() == null) {
        throw Limits.refused("RLN-101", name, "must not be empty", "Write a document");
      }
      JsonNode root = reader.tree("");
      if (parser.nextToken() != null) {
        throw Limits.refused(
            "RLN-101", reader.here(), "must hold one document", "Remove what follows the first");
      }
      return new Document(name, root, reader.lines, Map.of());
    } catch (StreamConstraintsException e) {
      throw Limits.refused(
          "RLN-111", name, "must be of a sane size: " + e.getOriginalMessage(), "Shorten it");
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? name : name + ":" + e.getLocation().getLineNr();
      throw Limits.refused(
          "RLN-101", where, "must be JSON: " + e.getOriginalMessage(), "Correct the text there");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value that begins at the current token; afterwards the current token ends it. */
  private JsonNode tree(String path) throws IOException {
    lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      case VALUE_STRING -> nodes.textNode(parser.getText());
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      case VALUE_NULL -> nodes.nullNode();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? nodes.numberNode(parser.getDoubleValue())
              : nodes.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
      default -> throw new IllegalStateException("unexpected token " + parser.currentToken());
    };
  }

  private ObjectNode object(String path) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String at = path.isEmpty() ? key : path + "." + key;
      boolean twice = object.has(key);
      lines.putIfAbsent(at, parser.currentTokenLocation().getLineNr());
      if (twice) {
        problems.add(
            new Problem("RLN-110", at, null, "must be given once only", "Remove one of the two")
                .at(here()));
      }
      parser.nextToken();
      JsonNode value = tree(at);
      if (!twice) {
        object.set(key, value);
      }
    }
    return object;
  }

  private ArrayNode array(String path) throws IOException {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(tree(path + "[" + array.size() + "]"));
    }
    return array;
  }

  private String here() {
    return name + ":" + parser.currentTokenLocation().getLineNr();
  }
}
