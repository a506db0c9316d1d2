package realign.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One JSON array of objects, streamed. Broken JSON is a problem of the file: where the next element
 * begins is then anybody's guess.
 */
final class JsonArraySource implements RecordSource {
  private final Path file;
  private final RecordReader text;
  private final ObjectReader element;
  private final JsonParser parser;
  private boolean begun;

  JsonArraySource(Path file, InputStream text, Limits limits) throws IOException {
    this.file = file;
    this.text = new RecordReader(text, limits.recordBytes());
    JsonMapper json = Json.bounded(limits);
    this.element =
        json.readerFor(ObjectNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.parser = json.createParser(this.text);
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    try {
      text.nextRecord();
      if (!begun) {
        begun = true;
        return begin() ? element() : null;
      }
      return element();
    } catch (JsonProcessingException e) {
      throw DataProblem.BROKEN.at(file, line(), Json.fault(e));
    } catch (CharacterCodingException e) {
      throw DataProblem.NOT_UTF8.at(file, line(), "something else");
    } catch (RecordReader.TooLongException e) {
      throw DataProblem.TOO_LARGE.at(file, line(), e.getMessage());
    }
  }

  /** Whether there is anything at all. */
  private boolean begin() throws IOException {
    JsonToken first = parser.nextToken();
    if (first != null && first != JsonToken.START_ARRAY) {
      throw DataProblem.BROKEN.of(
          file, "not a JSON array", "Name it .jsonl if it has an object a line");
    }
    return first != null;
  }

  private @Nullable RawRecord element() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return end();
    }
    if (token == null) {
      throw DataProblem.BROKEN.at(file, line(), "cut off");
    }
    long line = line();
    if (token == JsonToken.START_OBJECT) {
      return RawRecord.good(line, element.<ObjectNode>readValue(parser));
    }
    parser.skipChildren();
    return RawRecord.bad(line, "not a JSON object");
  }

  private @Nullable RawRecord end() throws IOException {
    if (parser.nextToken() != null) {
      throw DataProblem.BROKEN.at(file, line(), "going on behind the array's end");
    }
    return null;
  }

  private long line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
