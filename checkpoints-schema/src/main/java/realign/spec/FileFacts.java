package realign.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What can only be found out by reading all of a file, kept beside a large one in {@code
 * .NAME.digest.json} where the folder can be written. A kept fact counts only while the file's
 * {@link FileStamp} is the same. Any number of processes may ask at once. Not for what is true of
 * several files together.
 */
public final class FileFacts {
  private static final long KEPT_FROM = 16L << 20;

  private final long keptFrom;
  private final Clock clock;

  /** Facts kept beside files from 16 MiB on. */
  public FileFacts() {
    this(KEPT_FROM, Clock.systemUTC());
  }

  FileFacts(long keptFrom, Clock clock) {
    this.keptFrom = keptFrom;
    this.clock = clock;
  }

  /** Reads a file to find a fact. */
  public interface Finding {
    String find(Path file) throws IOException;
  }

  /**
   * A fact about a file: the kept one, or found now.
   *
   * @param name what it is kept under
   * @param keepable whether a value may be kept; a kept one that is not is of no account
   * @throws IOException when the file cannot be read
   */
  public String get(Path file, String name, Predicate<String> keepable, Finding finding)
      throws IOException {
    Optional<FileStamp> stamp = Files.size(file) < keptFrom ? Optional.empty() : FileStamp.of(file);
    if (stamp.isEmpty()) {
      return finding.find(file);
    }
    Optional<String> known = FileSidecar.of(file).read(stamp.get(), name).filter(keepable);
    return known.isPresent() ? known.get() : find(file, stamp.get(), name, keepable, finding);
  }

  private String find(
      Path file, FileStamp before, String name, Predicate<String> keepable, Finding finding)
      throws IOException {
    boolean settled = before.settledAt(clock.instant());
    String value = finding.find(file);
    if (settled && keepable.test(value) && FileStamp.of(file).equals(Optional.of(before))) {
      FileSidecar.of(file).write(before, name, value);
    }
    return value;
  }
}
