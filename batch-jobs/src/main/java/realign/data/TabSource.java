package realign.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tab-separated lines. Quotes mean nothing here: the sentences of SST-2 hold them bare. The first
 * line is a header where it names the format's columns.
 */
final class TabSource implements RecordSource {
  private final Path file;
  private final LineSource lines;
  private final Columns columns;
  private @Nullable List<String> names;

  TabSource(Path file, InputStream text, Columns columns, Limits limits) {
    this.file = file;
    this.lines = new LineSource(text, limits.recordBytes());
    this.columns = columns;
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    LineSource.Line line = lines.next();
    if (line == null) {
      return null;
    }
    String text = line.text();
    if (text == null) {
      return RawRecord.bad(line.number(), String.valueOf(line.fault()));
    }
    List<String> values = List.of(text.split("\t", -1));
    List<String> known = names;
    if (known == null) {
      return first(line.number(), values);
    }
    return record(line.number(), known, values);
  }

  private @Nullable RawRecord first(long number, List<String> values) throws IOException {
    List<String> header = columns.header(file, values).orElse(null);
    List<String> known = header == null ? columns.headerless() : header;
    names = known;
    return header == null ? record(number, known, values) : next();
  }

  private static RawRecord record(long number, List<String> names, List<String> values) {
    if (values.size() != names.size()) {
      return RawRecord.bad(number, values.size() + " columns instead of " + names.size());
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int column = 0; column < names.size(); column++) {
      fields.put(names.get(column), values.get(column));
    }
    return RawRecord.good(number, fields);
  }
}
