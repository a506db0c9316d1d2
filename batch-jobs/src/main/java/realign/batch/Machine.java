package realign.batch;

import ai.djl.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import realign.log.Provenance;
import realign.spec.Target;

/**
 * What this process computes on, as far as bits depend on it. Does not start the engine: scopes
 * that need none shall not wait for it.
 */
final class Machine {
  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Sets the engine's threads and tells what there is. */
  static Provenance provenance(String specDigest, Target target) {
    int threads = Integer.getInteger(THREADS, target.threads());
    System.setProperty(THREADS, String.valueOf(threads));
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("djl", String.valueOf(ai.djl.engine.Engine.getDjlVersion()));
    libraries.put("pytorch", Platform.detectPlatform("pytorch").getVersion());
    libraries.put("java", Runtime.version().toString());
    return new Provenance(specDigest, version(), libraries, "cpu", processor(), threads);
  }

  /** Version of this program; {@code development} where it does not run from its archive. */
  static String version() {
    Properties archive = new Properties();
    try (InputStream in =
        Machine.class.getResourceAsStream("/META-INF/maven/realign/batch-jobs/pom.properties")) {
      if (in != null) {
        archive.load(in);
      }
    } catch (IOException e) {
      return "unreadable";
    }
    return archive.getProperty("version", "development");
  }

  /** The capability by which the engine chooses its kernels. */
  private static String processor() {
    String forced = System.getenv("ATEN_CPU_CAPABILITY");
    if (forced != null) {
      return forced;
    }
    String flags = flags();
    if (flags.contains(" avx512f ")) {
      return "AVX512";
    }
    return flags.contains(" avx2 ") ? "AVX2" : System.getProperty("os.arch", "unknown");
  }

  private static String flags() {
    try {
      List<String> lines = Files.readAllLines(PROCESSORS);
      return Objects.requireNonNullElse(
              lines.stream().filter(line -> line.startsWith("flags")).findFirst().orElse(null), "")
          + " ";
    } catch (IOException e) {
      return "";
    }
  }
}
