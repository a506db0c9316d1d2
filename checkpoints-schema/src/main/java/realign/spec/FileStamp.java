package realign.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What changes when a file's content does: size, times of change, and the file's number, so that a
 * replaced file or a restored time of modification is noticed. Only where the file system tells all
 * of them.
 */
record FileStamp(long size, Instant modified, Instant changed, String number) {

  static Optional<FileStamp> of(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    return Optional.of(
        new FileStamp(
            Files.size(file),
            Files.getLastModifiedTime(file).toInstant(),
            ((FileTime) attribute(file, "ctime")).toInstant(),
            attribute(file, "dev") + ":" + attribute(file, "ino")));
  }

  private static Object attribute(Path file, String name) throws IOException {
    return Objects.requireNonNull(Files.getAttribute(file, "unix:" + name), name);
  }

  /** Whether the last change is so old that a further one would show in the times. */
  boolean settledAt(Instant now) {
    Instant border = now.minusSeconds(2);
    return modified.isBefore(border) && changed.isBefore(border);
  }

  /** All of it in one text. */
  String text() {
    return String.join(" ", Long.toString(size), modified.toString(), changed.toString(), number);
  }
}
