package realign.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** JSONL: an object a line; a broken line costs that line only. */
final class JsonLinesSource implements RecordSource {
  private final LineSource lines;
  private final JsonMapper json;

  JsonLinesSource(InputStream text, Limits limits) {
    this.lines = new LineSource(text, limits.recordBytes());
    this.json = Json.bounded(limits);
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    LineSource.Line line = lines.next();
    if (line == null) {
      return null;
    }
    String text = line.text();
    return text == null
        ? RawRecord.bad(line.number(), String.valueOf(line.fault()))
        : parse(line.number(), text);
  }

  private RawRecord parse(long number, String text) {
    try {
      JsonNode node = json.readTree(text);
      return node instanceof ObjectNode object
          ? RawRecord.good(number, object)
          : RawRecord.bad(number, "not a JSON object");
    } catch (JsonProcessingException e) {
      return RawRecord.bad(number, Json.fault(e));
    }
  }
}
