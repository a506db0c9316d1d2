package realign.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the host tells about processes, read from {@code /proc}. Where it does not tell, nobody is
 * taken for gone and the claim waits for a time-to-live instead.
 */
final class ProcessTable {
  private static final String UNKNOWN_HOST = "unknown-" + UUID.randomUUID();

  private final Path proc;
  private final Map<String, String> environment;

  ProcessTable() {
    this(Path.of("/proc"), System.getenv());
  }

  ProcessTable(Path proc, Map<String, String> environment) {
    this.proc = proc;
    this.environment = environment;
  }

  Holder self(String attempt) {
    long pid = ProcessHandle.current().pid();
    return new Holder(
        attempt,
        environment.get("REALIGN_JOB_UID"),
        index(environment.get("JOB_COMPLETION_INDEX")),
        text("sys/kernel/random/boot_id").orElse(UNKNOWN_HOST),
        namespace().orElse(UNKNOWN_HOST),
        pid,
        stat(pid).map(Stat::start).orElse("unknown"));
  }

  /** Whether a process of this host has ended; false when that cannot be told. */
  boolean gone(Holder other) {
    if (!Files.exists(proc.resolve("self/stat"))) {
      return false;
    }
    if (Files.notExists(proc.resolve(Long.toString(other.pid())))) {
      return true;
    }
    return stat(other.pid())
        .map(now -> now.ended() || !now.start().equals(other.processStart()))
        .orElse(false);
  }

  private record Stat(String state, String start) {
    /** A zombie does nothing more; only its parent has not asked for its exit code yet. */
    boolean ended() {
      return state.equals("Z") || state.equals("X");
    }
  }

  /** State and start time: fields 3 and 22, counted after the name, which may hold blanks. */
  private Optional<Stat> stat(long pid) {
    return text(pid + "/stat")
        .map(line -> line.substring(line.lastIndexOf(')') + 1).strip().split(" "))
        .filter(fields -> fields.length > 19)
        .map(fields -> new Stat(fields[0], fields[19]));
  }

  private Optional<String> namespace() {
    try {
      return Optional.of(Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(proc.resolve(file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Integer index(@Nullable String text) {
    return text == null || !text.matches("\\d{1,9}") ? null : Integer.valueOf(text);
  }
}
