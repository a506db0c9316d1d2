package realign.data;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What the ending of a file's name promises. Whether the bytes keep that promise is found out by
 * {@link ByteSource}.
 *
 * @param container how records are laid out
 * @param gzip whether all of it is compressed
 */
record FileKind(Container container, boolean gzip) {
  /** Layouts of records in a file. */
  enum Container {
    /** One array of objects. */
    JSON,
    /** An object a line. */
    JSONL,
    /** Comma-separated with quotes (RFC 4180) and a header. */
    CSV,
    /** Tab-separated without quotes. */
    TSV
  }

  private static final String GZIP_ENDING = ".gz";

  /** The kind of a file, by its name. */
  static FileKind of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean gzip = name.endsWith(GZIP_ENDING);
    String plain = gzip ? name.substring(0, name.length() - GZIP_ENDING.length()) : name;
    return new FileKind(container(file, plain.substring(plain.lastIndexOf('.') + 1)), gzip);
  }

  private static Container container(Path file, String ending) {
    return switch (ending) {
      case "json" -> Container.JSON;
      case "jsonl", "ndjson" -> Container.JSONL;
      case "csv" -> Container.CSV;
      case "tsv" -> Container.TSV;
      default -> throw DataProblem.ENDING.of(file, "." + ending);
    };
  }
}
