package realign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileProblemTest {

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/s/a"), "must be readable and writable"),
        Arguments.of(new IOException("/s/a (Permission denied)"), "must be readable and writable"),
        Arguments.of(system("Read-only file system"), "must lie on a file system that can be"),
        Arguments.of(system("No space left on device"), "no space left; free some"),
        Arguments.of(system("Disk quota exceeded"), "no space left; free some"),
        Arguments.of(system("Operation not permitted"), "hard links"),
        Arguments.of(new IOException("Input/output error"), "(Input/output error)"));
  }

  private static FileSystemException system(String reason) {
    return new FileSystemException("/s/a", null, reason);
  }

  @ParameterizedTest
  @MethodSource("causes")
  void saysValueRuleFixAndId(IOException cause, String rule) {
    assertThat(FileProblem.refused("file:/s", Path.of("/s/a"), cause))
        .hasMessageContaining("store file:/s: /s/a: ")
        .hasMessageContaining(rule)
        .hasMessageEndingWith("[RLN-401]")
        .hasCause(cause);
  }
}
