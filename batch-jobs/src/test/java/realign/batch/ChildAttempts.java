package realign.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import realign.spec.Digest;

/** Attempts in processes of their own, which see that the one before is gone. */
final class ChildAttempts implements Attempts {
  private final CrashRun run;
  private final String address;
  private final Path work;
  private final Map<String, String> acknowledged = new LinkedHashMap<>();

  /**
   * Attempts.
   *
   * @param work folder that all attempts share, as on one machine
   */
  ChildAttempts(CrashRun run, String address, Path work) {
    this.run = run;
    this.address = address;
    this.work = work;
  }

  /** Starts a process. */
  ChildJvm start(Halt halt) {
    List<String> arguments =
        new ArrayList<>(
            List.of(run.kind().name(), address, run.target().toString(), work.toString()));
    arguments.addAll(halt.words());
    return ChildJvm.quiet(CrashChild.class, work, arguments);
  }

  @Override
  public Ending next(Halt halt) {
    try (ChildJvm child = start(halt)) {
      return ended(child);
    }
  }

  /** Waits for a process to end and keeps what it said was durable. */
  Ending ended(ChildJvm child) {
    int code = child.awaitExit();
    acknowledged.putAll(acknowledged(child.lines()));
    Optional<Cell> halted =
        child.lines().stream()
            .filter(line -> line.startsWith(CrashChild.HALTED))
            .map(line -> line.split(" ", -1))
            .map(words -> new Cell(words[1], words[2]))
            .findFirst();
    return new Ending(halted.orElse(null), code);
  }

  /** All entries that any attempt said were in the log, with their digests. */
  Map<String, String> acknowledged() {
    return acknowledged;
  }

  /** A line that the kill cut short says nothing. */
  static Map<String, String> acknowledged(List<String> lines) {
    Map<String, String> acknowledged = new LinkedHashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (line.startsWith(CrashChild.ACKNOWLEDGED)
          && words.length == 3
          && Digest.isDigest(words[2])) {
        acknowledged.put(words[1], words[2]);
      }
    }
    return acknowledged;
  }
}
