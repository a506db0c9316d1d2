package realign.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.spec.CanonicalJson;
import realign.spec.ExitCode;
import realign.spec.InstantJson;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Entries as canonical JSON. Reading is strict: whatever this version did not write it does not
 * understand, and what it does not understand it does not touch.
 */
final class EntryCodec {
  private static final int FORMAT = 1;

  private static final Map<String, Class<? extends LogEntry>> KINDS =
      Map.of(
          "claim", LogEntry.Claim.class,
          "commit", LogEntry.Commit.class,
          "done", LogEntry.Done.class,
          "release", LogEntry.Release.class,
          "maintenance", LogEntry.Maintenance.class);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(InstantJson.module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  byte[] write(LogEntry entry) {
    ObjectNode tree = JSON.valueToTree(entry);
    tree.put("format", FORMAT);
    tree.put("kind", kind(entry));
    byte[] bytes = CanonicalJson.bytes(tree);
    if (bytes.length > SmallObjects.LARGEST_ENTRY) {
      throw tooLarge(entry, bytes.length);
    }
    return bytes;
  }

  private static ProblemException tooLarge(LogEntry entry, long bytes) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
            "RLN-414",
            "log entry " + entry.n(),
            bytes + " bytes",
            "must have at most " + SmallObjects.LARGEST_ENTRY + " bytes",
            "Save fewer tensors, or join them"));
  }

  private static String kind(LogEntry entry) {
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue().isInstance(entry))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Reads the entry that lies under a key.
   *
   * @throws DamagedLogException when it is anything else than an entry of that number
   */
  LogEntry read(String key, long n, byte[] bytes) {
    LogEntry entry = read(key, bytes);
    if (entry.n() != n) {
      throw damaged(key, "an entry of number " + entry.n(), null);
    }
    if (!Arrays.equals(written(key, entry), bytes)) {
      throw damaged(key, "not in canonical form", null);
    }
    return entry;
  }

  private byte[] written(String key, LogEntry entry) {
    try {
      return write(entry);
    } catch (IllegalArgumentException e) {
      throw damaged(key, firstLine(e), e);
    }
  }

  private static LogEntry read(String key, byte[] bytes) {
    try {
      JsonNode tree = JSON.readTree(bytes);
      if (!(tree instanceof ObjectNode fields)) {
        throw damaged(key, bytes.length + " bytes that are no JSON object", null);
      }
      return JSON.treeToValue(fields, type(key, fields));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(key, bytes.length + " bytes: " + firstLine(e), e);
    }
  }

  private static Class<? extends LogEntry> type(String key, ObjectNode fields) {
    JsonNode format = fields.remove("format");
    if (format == null || !format.isInt() || format.intValue() != FORMAT) {
      throw damaged(key, "format " + format, null);
    }
    JsonNode kind = fields.remove("kind");
    Class<? extends LogEntry> type = kind == null ? null : KINDS.get(kind.asText());
    if (type == null) {
      throw damaged(key, "kind " + kind, null);
    }
    return type;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static DamagedLogException damaged(String key, String found, @Nullable Throwable cause) {
    return new DamagedLogException(
        key, found, "must be a complete log entry of format " + FORMAT, cause);
  }
}
