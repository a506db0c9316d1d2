package realign.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import realign.testing.SharedInputs;

/**
 * The golden training fixtures: {@code training} in the golden folder, whose README describes them.
 */
final class GoldenFolder {
  private GoldenFolder() {}

  /** Where the fixtures are; the test is skipped where they are not. */
  static Path training() {
    return SharedInputs.golden("training");
  }

  /** Every case of these methods that is there, as {@code method/case}. */
  static List<String> cases(String... methods) {
    Optional<Path> golden = SharedInputs.goldenFolder();
    if (golden.isEmpty()) {
      return List.of();
    }
    List<String> cases = new ArrayList<>();
    for (String method : methods) {
      Path folder = golden.get().resolve("training").resolve(method);
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
