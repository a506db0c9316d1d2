package realign.batch;

import ai.djl.util.Platform;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  /** The threads that a system property asks for; it wins over everything else. */
  static @Nullable Integer forcedThreads() {
    return Integer.getInteger(THREADS);
  }

  /** Sets the engine's threads where nothing is gone on from, and tells what there is. */
  static Provenance provenance(ResolvedSpec spec, Target target) {
    return provenance(spec, ThreadChoice.of(forcedThreads(), null, target.threads()).count());
  }

  /**
   * What a process has that computes nothing: what it copies keeps the provenance of whoever
   * computed it, so only the program counts, which the keys of results are made with.
   */
  static Provenance copying(ResolvedSpec spec) {
    Map<String, String> libraries = engine();
    return new Provenance(
        spec.identity(), ProgramCode.identity(libraries.toString()), libraries, "none", "none", 1);
  }

  /** Versions of what computes, without loading any of it. */
  private static Map<String, String> engine() {
    Map<String, String> libraries = new TreeMap<>();
    libraries.put("djl", String.valueOf(ai.djl.engine.Engine.getDjlVersion()));
    libraries.put("pytorch", Platform.detectPlatform("pytorch").getVersion());
    return libraries;
  }

  /** Sets the engine's threads and tells what there is. */
  static Provenance provenance(ResolvedSpec spec, int threads) {
    System.setProperty(THREADS, String.valueOf(threads));
    Map<String, String> libraries = engine();
    String code = ProgramCode.identity(libraries.toString());
    libraries.put("java", Runtime.version().toString());
    return new Provenance(
        spec.identity(),
        code,
        libraries,
        Hardware.here().name(spec.spec().model().device()),
        Processor.here().capability(),
        threads);
  }
}
