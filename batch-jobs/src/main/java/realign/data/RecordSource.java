package realign.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Records of one container, one after the other. A record that is broken by itself is given with
 * its fault; damage after which the next record cannot be found is a problem of the file.
 */
interface RecordSource {

  /** The next record, or null after the last. */
  @Nullable RawRecord next() throws IOException;

  /** The records of a text. */
  static RecordSource of(Path file, FileKind kind, InputStream text, Columns columns, Limits limits)
      throws IOException {
    return switch (kind.container()) {
      case JSON -> new JsonArraySource(file, text, limits);
      case JSONL -> new JsonLinesSource(text, limits);
      case CSV -> new CsvSource(file, text, columns, limits);
      case TSV -> new TabSource(file, text, columns, limits);
    };
  }
}
