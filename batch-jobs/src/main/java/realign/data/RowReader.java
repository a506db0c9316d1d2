package realign.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import realign.data.RowFormat.Need;
import realign.spec.DataSpec;

/**
 * Reads rows from a data file, one at a time, in file order: JSON array, JSONL, CSV or TSV, each
 * also gzipped. Not for trusted input only: bad records are passed over, counted and listed by line
 * and reason, and everything is bounded by {@link Limits}.
 */
public final class RowReader {
  private final Limits limits;

  /** With limits of one's own. */
  public RowReader(Limits limits) {
    this.limits = limits;
  }

  /** With {@link Limits#DEFAULT}. */
  public RowReader() {
    this(Limits.DEFAULT);
  }

  /** Reads rows with answers: {@code keep}, then {@code skip}, then {@code limit} of the spec. */
  public ReadReport rows(Path file, DataSpec spec, Consumer<Row> rows) {
    return read(file, spec, Need.ANSWERS, rows);
  }

  /** Reads rows whose answer may be missing. */
  public ReadReport prompts(Path file, DataSpec spec, Consumer<Row> rows) {
    return read(file, spec, Need.PROMPTS, rows);
  }

  private ReadReport read(Path file, DataSpec spec, Need need, Consumer<Row> rows) {
    FileKind kind = FileKind.of(file);
    try (ByteSource bytes = ByteSource.open(file, kind, limits)) {
      RowFormat format = RowFormat.of(spec.format());
      RecordSource records =
          RecordSource.of(file, kind, bytes.text(), format.columns(need, spec.keep()), limits);
      Reading reading = new Reading(file, spec, format, need, rows);
      reading.run(records);
      return reading.report(bytes.digest());
    } catch (EOFException | ZipException e) {
      throw DataProblem.BROKEN.of(
          file, "damaged within its compressed data", "Copy or compress it again");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  /** One pass over one file. */
  private static final class Reading {
    private final Path file;
    private final DataSpec spec;
    private final RowFormat format;
    private final Need need;
    private final Consumer<Row> rows;
    private final BadRecords bad;
    private long records;
    private int passed;
    private int kept;

    Reading(Path file, DataSpec spec, RowFormat format, Need need, Consumer<Row> rows) {
      this.file = file;
      this.spec = spec;
      this.format = format;
      this.need = need;
      this.rows = rows;
      this.bad = new BadRecords(file, spec.maxBadRecords());
    }

    void run(RecordSource source) throws IOException {
      RawRecord raw;
      while (!full() && (raw = source.next()) != null) {
        records++;
        Row row = row(raw);
        if (row != null && keeps(row) && ++passed > spec.skip()) {
          kept++;
          rows.accept(row);
        }
      }
    }

    ReadReport report(String sha256) {
      if (kept == 0) {
        throw DataProblem.NO_ROWS.of(
            file, "without one: " + records + " records, " + bad.count() + " bad" + bad.quoted());
      }
      return new ReadReport(records, kept, bad.count(), bad.first(), sha256);
    }

    private boolean full() {
      return spec.limit() != null && kept >= spec.limit();
    }

    /** Null for a bad record, which is counted. */
    private @Nullable Row row(RawRecord raw) {
      ObjectNode fields = raw.fields();
      if (fields == null) {
        bad.add(raw.line(), String.valueOf(raw.fault()));
        return null;
      }
      try {
        return checked(format.row(new Fields(fields), need));
      } catch (BadRecordException e) {
        bad.add(raw.line(), e.reason());
        return null;
      }
    }

    private Row checked(Row row) throws BadRecordException {
      if (spec.keep() != DataSpec.Keep.ALL && row.safe() == null) {
        throw new BadRecordException("no field is_safe, which keep needs");
      }
      return row;
    }

    private boolean keeps(Row row) {
      return switch (spec.keep()) {
        case ALL -> true;
        case SAFE -> Boolean.TRUE.equals(row.safe());
        case UNSAFE -> Boolean.FALSE.equals(row.safe());
      };
    }
  }
}
