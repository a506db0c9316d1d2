package realign.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden training fixtures: {@code REALIGN_GOLDEN/training}, by default {@code
 * REALIGN_SHARED/reference/golden/training}. Its README describes them.
 */
final class GoldenFolder {
  private GoldenFolder() {}

  /** Where the fixtures are; may not exist. */
  static Path training() {
    String golden = System.getenv("REALIGN_GOLDEN");
    String shared = System.getenv("REALIGN_SHARED");
    Path folder =
        golden != null
            ? Path.of(golden)
            : Path.of(shared != null ? shared : "../../shared").resolve("reference/golden");
    return folder.resolve("training");
  }

  /** Every case of these methods that is there, as {@code method/case}. */
  static List<String> cases(String... methods) {
    List<String> cases = new ArrayList<>();
    for (String method : methods) {
      Path folder = training().resolve(method);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> children = Files.list(folder)) {
          children
              .filter(child -> Files.exists(child.resolve("fixture.json")))
              .map(child -> method + "/" + child.getFileName())
              .sorted()
              .forEach(cases::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return cases;
  }
}
