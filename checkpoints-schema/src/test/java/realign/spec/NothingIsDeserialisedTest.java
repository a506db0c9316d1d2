package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No module makes objects of classes that its input names. */
class NothingIsDeserialisedTest {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "ObjectInputStream|\\breadObject\\(|\\breadUnshared\\(|XMLDecoder|XStream"
              + "|SerializationUtils|[Dd]efaultTyping|PolymorphicTypeValidator|JsonTypeInfo\\.Id"
              + "|Id\\.(MINIMAL_)?CLASS|new Yaml\\(\\)|new Constructor\\(|UnsafeConstructor");

  @Test
  void inNoModule() throws IOException {
    for (String module : List.of("checkpoints-schema", "batch-jobs", "k8s")) {
      Path sources = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
        assertThat(java).hasSizeGreaterThan(10);
        for (Path file : java) {
          assertThat(FORBIDDEN.matcher(Files.readString(file)).results().map(m -> m.group()))
              .as(file.toString())
              .isEmpty();
        }
      }
    }
  }
}
