package realign.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where real inputs and golden values lie; a test that needs an absent one is skipped aloud. */
public final class SharedInputs {
  private SharedInputs() {}

  /** A file or folder below the reference folder. */
  public static Path reference(String name) {
    String shared = System.getenv("REALIGN_SHARED");
    assumeTrue(shared != null, "REALIGN_SHARED is not set");
    return existing(Path.of(String.valueOf(shared)).resolve("reference").resolve(name));
  }

  /** A file or folder of the golden values. */
  public static Path golden(String name) {
    String golden = System.getenv("REALIGN_GOLDEN");
    return golden == null
        ? reference("golden").resolve(name)
        : existing(Path.of(golden).resolve(name));
  }

  private static Path existing(Path path) {
    assumeTrue(Files.exists(path), path + " is absent");
    return path;
  }
}
