package realign.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import realign.spec.DataSpec;
import realign.spec.DataSpec.Format;
import realign.spec.DataSpec.Keep;

/** Small data files for tests. */
final class DataFiles {
  private DataFiles() {}

  static Path write(Path folder, String name, String text) {
    return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path write(Path folder, String name, byte[] bytes) {
    Path file = folder.resolve(name);
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static Path gzip(Path folder, String name, byte[] bytes) {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static DataSpec spec(Path file, Format format) {
    return spec(file, format, Keep.ALL, 0, null, 100);
  }

  static DataSpec spec(
      Path file, Format format, Keep keep, int skip, @Nullable Integer limit, int maxBad) {
    return new DataSpec(file.toString(), format, keep, skip, limit, maxBad);
  }

  static List<Row> rows(DataSpec spec) {
    List<Row> rows = new ArrayList<>();
    read(new RowReader(), spec, rows);
    return rows;
  }

  static ReadReport read(RowReader reader, DataSpec spec, List<Row> rows) {
    return reader.rows(Path.of(spec.path()), spec, rows::add);
  }
}
