package realign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Folders that a command writes to for its user. */
final class Folders {
  private Folders() {}

  /** Writes all files of a report; those of an earlier fetch are replaced. */
  static List<Path> write(Path folder, StoredReport report) {
    List<Path> written = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (String name : report.files().stream().sorted().toList()) {
        Path file = folder.resolve(fileName(name));
        Files.write(file, report.bytes(name));
        written.add(file);
      }
      return written;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write to " + folder, failure);
    }
  }

  /** Refuses a folder that has something in it. */
  static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isEmpty()) {
        return;
      }
    } catch (IOException notReadable) {
      throw notEmpty(folder, "must be a folder that can be read");
    }
    throw notEmpty(folder, "must be empty, so that nothing is mixed up");
  }

  /** A store's content decides no more than the last part of a path. */
  private static Path fileName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-710", "report file", name, "must be a plain name", "Distrust the store"));
    }
    return Path.of(name);
  }

  private static ProblemException notEmpty(Path folder, String rule) {
    return new ProblemException(
        ExitCode.USAGE,
        new Problem(
            "RLN-711", "folder", folder.toString(), rule, "Name a folder that does not exist yet"));
  }
}
