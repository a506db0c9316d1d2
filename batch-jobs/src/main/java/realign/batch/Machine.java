package realign.batch;

import ai.djl.util.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import realign.log.Provenance;
import realign.model.Hardware;
import realign.model.Processor;
import realign.spec.ResolvedSpec;
import realign.spec.Target;

/**
 * What this process computes on, as far as bits depend on it. Does not start the engine: scopes
 * that need none shall not wait for it.
 */
final class Machine {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private Machine() {}

  /** Sets the engine's threads and tells what there is. */
  static Provenance provenance(ResolvedSpec spec, Target target) {
    int threads = Integer.getInteger(THREADS, target.threads());
    System.setProperty(THREADS, String.valueOf(threads));
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("djl", String.valueOf(ai.djl.engine.Engine.getDjlVersion()));
    libraries.put("pytorch", Platform.detectPlatform("pytorch").getVersion());
    libraries.put("java", Runtime.version().toString());
    return new Provenance(
        spec.identity(),
        version(),
        libraries,
        Hardware.here().name(spec.spec().model().device()),
        Processor.here().capability(),
        threads);
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
}
