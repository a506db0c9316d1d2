package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads what a command printed as exactly one document of a kind. */
final class JsonDocuments {
  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonDocuments() {}

  static JsonNode single(String text, String kind) {
    try {
      JsonNode document = STRICT.readTree(text);
      assertThat(document.path("schemaVersion").asInt()).isEqualTo(1);
      assertThat(document.path("kind").asText()).isEqualTo(kind);
      return document;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one JSON document: " + text, e);
    }
  }
}
