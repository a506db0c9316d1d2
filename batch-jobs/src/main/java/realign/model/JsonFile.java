package realign.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON object in a model's directory. */
final class JsonFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonFile() {}

  /**
   * @throws realign.spec.ProblemException when there is no such file or it holds something else
   */
  static ObjectNode read(Path file) {
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(file));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw ModelProblem.NOT_JSON.of(file.toString(), String.valueOf(node.getNodeType()));
    } catch (JsonProcessingException e) {
      throw ModelProblem.NOT_JSON.of(file.toString(), e.getOriginalMessage());
    } catch (IOException e) {
      throw ModelProblem.NO_FILE.of(file.toString(), e.getClass().getSimpleName());
    }
  }

  /** An empty object where there is no such file. */
  static ObjectNode readIfPresent(Path file) {
    return Files.exists(file) ? read(file) : JSON.createObjectNode();
  }

  static ObjectNode newObject() {
    return JSON.createObjectNode();
  }

  /** The text of an object, for people. */
  static byte[] bytes(ObjectNode object) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
  }
}
