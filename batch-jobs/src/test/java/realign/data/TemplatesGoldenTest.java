package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.model.RealignTokenizer;
import realign.testing.SharedInputs;

/**
 * The paper's templates and masking against the usual Python stack, for every tokenizer at hand.
 */
class TemplatesGoldenTest {
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @CsvSource({"stories260K", "opt-small", "llama2", "smollm2"})
  void idsAndLabelsAreThoseOfTheTrainers(String tokenizer) throws IOException {
    List<JsonNode> cases =
        Files.readAllLines(SharedInputs.golden("templates.jsonl")).stream()
            .map(TemplatesGoldenTest::parse)
            .filter(row -> row.get("tokenizer").asText().equals(tokenizer))
            .toList();
    assertThat(cases).hasSize(36);
    try (TextCodec codec = TextCodec.of(RealignTokenizer.load(folder(tokenizer)))) {
      cases.forEach(row -> assertCase(row, codec));
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
    Template template =
        Template.valueOf(golden.get("style").asText().toUpperCase(java.util.Locale.ROOT));
    Tokenisation tokenisation = new Tokenisation(template, golden.get("max_length").asInt(), codec);

    Example example = tokenisation.example(row);

    assertThat(tokenisation.prompt(row)).isEqualTo(golden.get("source").asText());
    assertThat(row.output() + codec.endText()).isEqualTo(golden.get("target").asText());
    assertThat(example.ids()).isEqualTo(ints(golden.get("ids")));
    assertThat(example.labels()).isEqualTo(ints(golden.get("labels")));
    assertThat(example.promptTokens()).isEqualTo(golden.get("source_tokens").asInt());
    assertThat(example.labelled()).isEqualTo(golden.get("labelled").asInt());
  }

  private static Path folder(String tokenizer) {
    return switch (tokenizer) {
      case "stories260K" -> SharedInputs.reference("stories260K");
      case "opt-small" -> SharedInputs.golden("models/opt");
      default -> given(tokenizer);
    };
  }

  private static Path given(String tokenizer) {
    String variable = "REALIGN_TOKENIZER_" + tokenizer.toUpperCase(java.util.Locale.ROOT);
    String folder = System.getenv(variable);
    assumeTrue(folder != null, variable + " names no folder with that tokenizer");
    return Path.of(String.valueOf(folder));
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
