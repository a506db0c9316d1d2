package realign.batch;

import java.util.Map;
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
    Map<String, String> libraries = new EngineVersions(System.getenv()).read();
    return new Provenance(
        spec.identity(), ProgramCode.identity(libraries.toString()), libraries, "none", "none", 1);
  }

  /** Sets the engine's threads and tells what there is. */
  static Provenance provenance(ResolvedSpec spec, int threads) {
    System.setProperty(THREADS, String.valueOf(threads));
    Map<String, String> libraries = new EngineVersions(System.getenv()).read();
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
