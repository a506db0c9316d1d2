package realign.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import realign.store.StoreException.Kind;

/** Says what a failure of the file system means to a person: value, rule, fix. */
final class FileProblem {

  private FileProblem() {}

  /** A change that certainly did not happen. */
  static StoreException refused(String address, Path path, IOException cause) {
    return new StoreException(message(address, path, cause), cause, Kind.REFUSED);
  }

  /** A change that may have happened. */
  static StoreException unknown(String address, Path path, IOException cause) {
    return new StoreException(message(address, path, cause), cause, Kind.UNKNOWN);
  }

  private static String message(String address, Path path, IOException cause) {
    String reason = reason(cause);
    return "store " + address + ": " + path + ": " + rule(cause, reason) + " [RLN-401]";
  }

  private static String reason(IOException cause) {
    String given =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return given == null ? cause.getClass().getSimpleName() : given;
  }

  /** Messages of the operating system are the only sign of most reasons that Java passes on. */
  private static String rule(IOException cause, String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (cause instanceof AccessDeniedException || words.contains("permission denied")) {
      return "must be readable and writable for this user; change its permissions, or name"
          + " another store with --store";
    }
    if (words.contains("read-only")) {
      return "must lie on a file system that can be written; name another store with --store";
    }
    if (words.contains("no space") || words.contains("quota")) {
      return "no space left; free some and run again: nothing that was committed is lost";
    }
    if (words.contains("operation not permitted") || words.contains("not supported")) {
      return "needs a file system with hard links; name another store with --store";
    }
    return "could not be used (" + reason + ")";
  }
}
