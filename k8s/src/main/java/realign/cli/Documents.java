package realign.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.PrintStream;

/**
 * Results for machines: one document with {@code schemaVersion} and {@code kind} first. Fields may
 * be added; none is renamed or dropped within a version.
 */
final class Documents {
  static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .build());

  private Documents() {}

  static ObjectNode of(String kind) {
    return JSON.createObjectNode().put("schemaVersion", SCHEMA_VERSION).put("kind", kind);
  }

  static void print(PrintStream out, Form form, ObjectNode document) {
    try {
      String text = (form == Form.YAML ? YAML : JSON).writeValueAsString(document);
      out.print(text.endsWith("\n") ? text : text + "\n");
      out.flush();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree that cannot be written", impossible);
    }
  }
}
