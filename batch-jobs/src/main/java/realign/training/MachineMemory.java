package realign.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The memory that this process may have: of the machine, or of its control group or its address
 * space ({@code ulimit -v}) where those have less.
 *
 * @param limit all of it, in bytes
 * @param available what is free, or could be freed by the kernel, in bytes
 */
public record MachineMemory(long limit, long available) {
  private static final long UNLIMITED = Long.MAX_VALUE;

  /** As it is now. */
  public static MachineMemory now() {
    return read(Path.of("/"));
  }

  static MachineMemory read(Path root) {
    long all = machine(root, "MemTotal:") + machine(root, "SwapTotal:");
    long free = machine(root, "MemAvailable:") + machine(root, "SwapFree:");
    Path groups = root.resolve("sys/fs/cgroup");
    MachineMemory own =
        Files.exists(groups.resolve("memory.max"))
            ? group(groups, "memory.max", "memory.current", "inactive_file ")
            : group(
                groups.resolve("memory"),
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                "total_inactive_file ");
    return new MachineMemory(known(all), known(free)).and(own).and(addresses(root));
  }

  private MachineMemory and(MachineMemory other) {
    return new MachineMemory(Math.min(limit, other.limit), Math.min(available, other.available));
  }

  /** What is reserved counts there, used or not. */
  private static MachineMemory addresses(Path root) {
    Path own = root.resolve("proc/self");
    OptionalLong most = softLimit(own.resolve("limits"), "Max address space");
    if (most.isEmpty()) {
      return new MachineMemory(UNLIMITED, UNLIMITED);
    }
    long used = 1024 * field(own.resolve("status"), "VmSize:");
    return new MachineMemory(most.getAsLong(), Math.max(0, most.getAsLong() - used));
  }

  private static OptionalLong softLimit(Path limits, String name) {
    try {
      return Files.readAllLines(limits).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
          .filter(word -> !word.equals("unlimited"))
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException | NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  /** Pages of files that were not used lately do not count: the kernel takes them back. */
  private static MachineMemory group(Path folder, String limit, String usage, String files) {
    OptionalLong most = number(folder.resolve(limit));
    OptionalLong used = number(folder.resolve(usage));
    if (most.isEmpty() || used.isEmpty()) {
      return new MachineMemory(UNLIMITED, UNLIMITED);
    }
    long back = field(folder.resolve("memory.stat"), files);
    long free = most.getAsLong() - Math.max(0, used.getAsLong() - back);
    return new MachineMemory(most.getAsLong(), Math.max(0, free));
  }

  private static long known(long bytes) {
    return bytes == 0 ? UNLIMITED : bytes;
  }

  private static long machine(Path root, String field) {
    return 1024 * field(root.resolve("proc/meminfo"), field);
  }

  /** Text such as {@code max} is no number: then there is no limit. */
  private static OptionalLong number(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static long field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** For a person. */
  @Override
  public String toString() {
    return limit == UNLIMITED
        ? "an unknown amount"
        : (available >> 20) + " MiB available of " + (limit >> 20) + " MiB";
  }
}
