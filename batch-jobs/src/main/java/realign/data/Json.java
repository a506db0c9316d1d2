package realign.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Strict, bounded JSON for files of unknown origin. */
final class Json {
  private Json() {}

  static JsonMapper bounded(Limits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.nesting())
            .maxStringLength(limits.recordBytes())
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    return JsonMapper.builder(factory)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** What is wrong, in words of ours: the parser's quote the text. */
  static String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "nested too deeply, or too long a value";
    }
    if (e instanceof JsonEOFException) {
      return "cut off";
    }
    return "not valid JSON" + column(e.getLocation());
  }

  private static String column(@Nullable JsonLocation location) {
    return location == null ? "" : " at column " + location.getColumnNr();
  }
}
