package realign.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the processor can do, as far as the engine chooses its kernels by it. Known on Linux alone,
 * from {@code /proc/cpuinfo}; elsewhere nothing is taken for granted.
 *
 * @param flags as Linux names them
 */
public record Processor(Set<String> flags) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final String VECTORS = "avx512_bf16";
  private static final String TILES = "amx_bf16";

  /** Copies the flags. */
  public Processor {
    flags = Set.copyOf(flags);
  }

  /** The one that this process runs on. */
  public static Processor here() {
    try {
      return of(Files.readAllLines(LINUX));
    } catch (IOException e) {
      return new Processor(Set.of());
    }
  }

  static Processor of(List<String> cpuinfo) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(
            line ->
                new Processor(Set.of(line.substring(line.indexOf(':') + 1).strip().split(" +"))))
        .orElse(new Processor(Set.of()));
  }

  /**
   * Whether it multiplies bf16 numbers; without, the engine does so by detours, many times slower.
   */
  boolean multipliesBf16() {
    return flags.contains(VECTORS) || flags.contains(TILES);
  }

  /** Whether it multiplies bf16 numbers by tiles, which is faster than f32. */
  boolean multipliesBf16Fast() {
    return flags.contains(TILES);
  }

  /**
   * The capability by which kernels are chosen, such as {@code AVX512 avx512_bf16 amx_bf16}: the
   * engine's own, and what its matrix library uses beside it.
   */
  public String capability() {
    StringBuilder capability = new StringBuilder(kernels());
    for (String flag : List.of(VECTORS, TILES)) {
      if (flags.contains(flag)) {
        capability.append(' ').append(flag);
      }
    }
    return capability.toString();
  }

  private String kernels() {
    String forced = System.getenv("ATEN_CPU_CAPABILITY");
    if (forced != null) {
      return forced;
    }
    if (flags.contains("avx512f")) {
      return "AVX512";
    }
    return flags.contains("avx2") ? "AVX2" : System.getProperty("os.arch", "unknown");
  }
}
