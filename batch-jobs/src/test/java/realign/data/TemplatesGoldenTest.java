package realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.TextSpec;
import realign.testing.SharedInputs;

/**
 * The paper's templates and masking against the usual Python stack, for every tokenizer at hand.
 */
class TemplatesGoldenTest {
  private static final String FILE = "templates.jsonl";
  private static final JsonMapper JSON = new JsonMapper();

  /** The tokenizers of the file; one that is not there, where there is no file. */
  static List<String> tokenizers() throws IOException {
    Path file = SharedInputs.goldenFolder().map(f -> f.resolve(FILE)).orElse(null);
    if (file == null || !Files.exists(file)) {
      return List.of("absent");
    }
    return Files.readAllLines(file).stream()
        .map(line -> parse(line).get("tokenizer").asText())
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void idsAndLabelsAreThoseOfTheTrainers(String tokenizer) throws IOException {
    List<JsonNode> cases =
        Files.readAllLines(SharedInputs.golden(FILE)).stream()
            .map(TemplatesGoldenTest::parse)
            .filter(row -> row.get("tokenizer").asText().equals(tokenizer))
            .toList();
    assertThat(cases).isNotEmpty();
    Path folder = SharedInputs.tokenizer(tokenizer);
    try (TextCodec vaccine = TextCodec.open(folder, TextSpec.Template.VACCINE);
        TextCodec booster = TextCodec.open(folder, TextSpec.Template.BOOSTER)) {
      for (JsonNode row : cases) {
        assertCase(row, row.get("style").asText().equals("booster") ? booster : vaccine);
      }
    }
  }

  private static void assertCase(JsonNode golden, TextCodec codec) {
    JsonNode fields = golden.get("row");
    Row row =
        new Row(
            fields.get("instruction").asText(),
            fields.path("input").asText(""),
            fields.get("output").asText(),
            null);
    Tokenisation tokenisation = new Tokenisation(golden.get("max_length").asInt(), codec);

    Example example = tokenisation.example(row);

    assertThat(tokenisation.prompt(row)).isEqualTo(golden.get("source").asText());
    assertThat(row.output() + codec.endText()).isEqualTo(golden.get("target").asText());
    assertThat(example.ids()).isEqualTo(ints(golden.get("ids")));
    assertThat(example.labels()).isEqualTo(ints(golden.get("labels")));
    assertThat(example.promptTokens()).isEqualTo(golden.get("source_tokens").asInt());
    assertThat(example.labelled()).isEqualTo(golden.get("labelled").asInt());
  }

  private static int[] ints(JsonNode node) {
    return JSON.convertValue(node, int[].class);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
