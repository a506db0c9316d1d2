package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import realign.testing.SharedInputs;

/** Every tokenizer that has a file of golden values, in both directions. */
class TokenizersGoldenTest {
  private static final String ENDING = ".jsonl";

  @TempDir private Path scratch;

  /** Names of the files that are there; one that is not, where there is no folder. */
  static List<String> names() throws IOException {
    Path folder = SharedInputs.goldenFolder().map(f -> f.resolve("tokenizers")).orElse(null);
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of("absent");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void idsAndTextsExactly(String name) throws IOException {
    Path golden = SharedInputs.golden("tokenizers/" + name + ENDING);
    List<String> lines = Files.readAllLines(golden);
    assertThat(lines).isNotEmpty();
    try (RealignTokenizer tokenizer = RealignTokenizer.load(folder(name))) {
      for (String line : lines) {
        assertLine(tokenizer, new ObjectMapper().readTree(line), line);
      }
    }
  }

  private static void assertLine(RealignTokenizer tokenizer, JsonNode expected, String line) {
    String text = expected.path("text").asText();
    int[] ids = Golden.ints(expected.path("ids"));
    int[] plain = Golden.ints(expected.path("ids_without_special"));
    assertThat(tokenizer.encode(text, true)).as(line).containsExactly(ids);
    assertThat(tokenizer.encode(text, false)).as(line).containsExactly(plain);
    assertThat(tokenizer.decode(plain, false)).isEqualTo(expected.path("decoded").asText());
    assertThat(tokenizer.decode(ids, true))
        .isEqualTo(expected.path("decoded_skipping_special").asText());
  }

  /** A tokenizer.json alone becomes a folder; the end that a folder must name is not compared. */
  private Path folder(String name) throws IOException {
    Path alone = SharedInputs.golden("tokenizers").resolve(name + "-tokenizer.json");
    if (!Files.exists(alone)) {
      return SharedInputs.tokenizer(name);
    }
    Files.copy(alone, scratch.resolve("tokenizer.json"));
    Files.writeString(
        scratch.resolve("tokenizer_config.json"), "{\"eos_token\": \"<|endoftext|>\"}");
    return scratch;
  }
}
