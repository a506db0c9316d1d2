package realign.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated records with quotes (RFC 4180) under a header. A broken quote is a problem of the
 * file: where the next record begins is then anybody's guess.
 */
final class CsvSource implements RecordSource {
  private final Path file;
  private final RecordReader text;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final Columns columns;
  private @Nullable List<String> names;

  CsvSource(Path file, InputStream text, Columns columns, Limits limits) throws IOException {
    this.file = file;
    this.text = new RecordReader(text, limits.recordBytes());
    this.parser = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get().parse(this.text);
    this.records = parser.iterator();
    this.columns = new Columns(columns.required(), List.of());
  }

  @Override
  public @Nullable RawRecord next() throws IOException {
    List<String> known = names;
    if (known == null) {
      CSVRecord first = read();
      if (first == null) {
        return null;
      }
      known = columns.header(file, first.toList()).orElseThrow();
      names = known;
    }
    long line = parser.getCurrentLineNumber() + 1;
    CSVRecord values = read();
    return values == null ? null : record(line, known, values);
  }

  private @Nullable CSVRecord read() throws IOException {
    text.nextRecord();
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw damaged(Objects.requireNonNull(e.getCause()));
    }
  }

  private RuntimeException damaged(IOException cause) throws IOException {
    if (cause instanceof EOFException || cause instanceof ZipException) {
      throw cause;
    }
    long line = parser.getCurrentLineNumber() + 1;
    if (cause instanceof CharacterCodingException) {
      return DataProblem.NOT_UTF8.at(file, line, "something else");
    }
    if (cause instanceof RecordReader.TooLongException) {
      return DataProblem.TOO_LARGE.at(file, line, cause.getMessage());
    }
    return DataProblem.BROKEN.at(file, line, "broken at a quote");
  }

  private static RawRecord record(long line, List<String> names, CSVRecord values) {
    if (values.size() != names.size()) {
      return RawRecord.bad(line, values.size() + " columns instead of " + names.size());
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int column = 0; column < names.size(); column++) {
      fields.put(names.get(column), values.get(column));
    }
    return RawRecord.good(line, fields);
  }
}
