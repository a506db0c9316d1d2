package realign.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where real inputs and expected values of the usual Python stack lie: {@code reference} in the
 * folder {@code REALIGN_SHARED}, and the folder {@code REALIGN_GOLDEN}, which else is {@code
 * golden} in the former. A test that needs an absent one is skipped aloud.
 */
public final class SharedInputs {
  private SharedInputs() {}

  /** A file or folder below the reference folder. */
  public static Path reference(String name) {
    return existing(referenceFolder().orElse(null), name);
  }

  /** A file or folder of the golden values. */
  public static Path golden(String name) {
    return existing(goldenFolder().orElse(null), name);
  }

  /** The folder of the golden values where one is given; for tests that list their cases. */
  public static Optional<Path> goldenFolder() {
    return variable("REALIGN_GOLDEN")
        .or(() -> referenceFolder().map(folder -> folder.resolve("golden")));
  }

  private static Optional<Path> referenceFolder() {
    return variable("REALIGN_SHARED").map(folder -> folder.resolve("reference"));
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).map(Path::of);
  }

  private static Path existing(@Nullable Path folder, String name) {
    assumeTrue(folder != null, "REALIGN_SHARED is not set: nothing to compare with");
    Path path = Path.of(String.valueOf(folder)).resolve(name);
    assumeTrue(Files.exists(path), path + " is absent: nothing to compare with");
    return path;
  }
}
