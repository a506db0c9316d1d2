package realign.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where real inputs and expected values of the usual Python stack lie: {@code reference} in the
 * folder {@code REALIGN_SHARED}, the folder {@code REALIGN_GOLDEN}, which else is {@code golden} in
 * the former, and the folder {@code REALIGN_FIXTURES} that {@code scripts/fetch-fixtures} fills. A
 * test that needs an absent one is skipped aloud.
 */
public final class SharedInputs {
  private static final String SMALL = "-small";

  private SharedInputs() {}

  /** A file or folder below the reference folder. */
  public static Path reference(String name) {
    return existing(referenceFolder().orElse(null), name);
  }

  /** A file or folder of the golden values. */
  public static Path golden(String name) {
    return existing(goldenFolder().orElse(null), name);
  }

  /**
   * The model directory of a tokenizer that has golden values: among the fetched ones or the
   * reference models, or beside the golden values, where {@code NAME-small} is that of the model
   * NAME.
   */
  public static Path tokenizer(String name) {
    List<Optional<Path>> places =
        List.of(
            variable("REALIGN_FIXTURES").map(folder -> folder.resolve(name)),
            referenceFolder().map(folder -> folder.resolve(name)),
            goldenFolder()
                .filter(folder -> name.endsWith(SMALL)) // qwen3 is not the small qwen3
                .map(folder -> folder.resolve("models/" + name.replace(SMALL, ""))));
    Optional<Path> there =
        places.stream()
            .flatMap(Optional::stream)
            .filter(folder -> Files.exists(folder.resolve("tokenizer.json")))
            .findFirst();
    assumeTrue(
        there.isPresent(),
        name + " is not there: set REALIGN_FIXTURES, see scripts/fetch-fixtures");
    return there.orElseThrow();
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
