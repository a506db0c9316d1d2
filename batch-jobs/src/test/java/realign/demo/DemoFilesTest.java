package realign.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import realign.model.RealignTokenizer;
import realign.spec.SpecReader;

class DemoFilesTest {
  private static final Path DEMO = Path.of("src/main/resources/realign/demo");

  private final Map<String, String> files = DemoFiles.all();

  @Test
  void theCommittedFilesAreTheGeneratedOnes() {
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(DEMO.resolve(file.getKey()))
          .as("made by scripts/make-demo-model")
          .hasBinaryContent(file.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void theModelIsSmallAndMadeFromInit() throws IOException {
    assertThat(Files.size(DEMO.resolve("model/model.safetensors"))).isLessThan(2_000_000);
    for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
      assertThat(DEMO.resolve("model").resolve(name))
          .hasSameBinaryContentAs(DEMO.resolve("init").resolve(name));
    }
  }

  @Test
  void everyRowDecodesToItself() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (RealignTokenizer tokenizer = RealignTokenizer.load(DEMO.resolve("init"))) {
      Set<String> texts = new HashSet<>();
      for (String row : (Iterable<String>) rows()::iterator) {
        json.readTree(row).forEach(value -> texts.add(value.asText()));
      }
      texts.remove("true");
      texts.remove("false");
      for (String text : texts) {
        String prompt = "### Instruction:\n" + text + "\n\n### Response:" + text;
        // An unknown word would come back as <unk>.
        assertThat(tokenizer.decode(tokenizer.encode(prompt, false), false)).isEqualTo(prompt);
      }
    }
  }

  @Test
  void evaluationPromptsAreHeldOut() {
    Set<String> trained = new HashSet<>();
    for (String name : List.of("pretrain", "align", "harmful", "mood")) {
      questions(name).forEach(trained::add);
    }
    for (String name : List.of("eval-harmful", "eval-allowed", "eval-mood")) {
      assertThat(questions(name)).hasSize(80).doesNotContainAnyElementsOf(trained);
    }
  }

  @Test
  void theSpecsAreValid() {
    for (String name : List.of("demo", "demo-full", "model")) {
      assertThat(SpecReader.ofRunSpec().file(DEMO.resolve(name + ".yaml")).value().name())
          .startsWith("demo");
    }
  }

  private Stream<String> rows() {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".jsonl"))
        .flatMap(file -> file.getValue().lines());
  }

  /** The rows of a data set without their answers. */
  private Stream<String> questions(String name) {
    return files
        .getOrDefault("data/" + name + ".jsonl", "")
        .lines()
        .map(row -> row.replaceAll("\"(response|output)\":\"[^\"]*\".*", ""));
  }
}
