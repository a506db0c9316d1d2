package realign.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.Digest;
import realign.spec.InstantJson;

/**
 * JSON of records and results: components in declared order, maps by key, doubles by one algorithm
 * on every JDK. The same value always gives the same bytes.
 */
public final class ResultJson {
  // Nulls are written: a reader shall see that a number was not measured.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(InstantJson.module())
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private ResultJson() {}

  /** One line of JSON. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Indented JSON with a newline at its end, whatever the platform's line separator. */
  public static String pretty(Object value) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Reads one value. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Reads one field of an object, and nothing behind it; null where it is null or absent. */
  static <T> @Nullable T field(byte[] json, String name, Class<T> type) {
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(name);
        parser.nextToken();
        if (found) {
          return MAPPER.readValue(parser, type);
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      throw new IllegalArgumentException("has no " + name + " of that kind: " + e.getMessage(), e);
    }
  }

  /** Reads one value a line. */
  public static <T> List<T> lines(List<String> lines, Class<T> type) {
    return lines.stream().map(line -> read(line, type)).toList();
  }

  /** Digest of a value's canonical JSON; the same as of the value read back. */
  static String digest(Object value) {
    return Digest.of(MAPPER.<JsonNode>valueToTree(value));
  }
}
