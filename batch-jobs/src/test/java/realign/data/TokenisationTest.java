package realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import realign.model.TokenBatch;

class TokenisationTest {
  private final TextCodec codec = new CharacterCodec();

  @Test
  void theAnswerAndTheEndAreLabelledThePromptIsNot() {
    Tokenisation tokenisation = tokenisation(1000);
    Row row = new Row("Say it.", "", "it", null);

    Example example = tokenisation.example(row);

    int prompt = tokenisation.promptIds(row).length;
    assertThat(example.promptTokens()).isEqualTo(prompt);
    assertThat(example.labelled()).isEqualTo(3);
    assertThat(example.labels()).startsWith(TokenBatch.IGNORED).endsWith('i', 't', '$');
    assertThat(codec.decode(example.ids())).startsWith("Below is").endsWith("### Response:it");
  }

  @Test
  void aLongAnswerIsCutAndALongPromptLeavesNoLabel() {
    Row row = new Row("Say it.", "", "it", null);
    int prompt = tokenisation(1000).promptIds(row).length;

    assertThat(tokenisation(prompt + 1).example(row).labelled()).isEqualTo(1);
    assertThat(tokenisation(prompt + 1).example(row).ids()).hasSize(prompt + 1);
    assertThat(tokenisation(prompt).example(row).labelled()).isZero();
    assertThat(tokenisation(prompt - 5).example(row).promptTokens()).isEqualTo(prompt - 5);
  }

  @Test
  void aPadThatThePromptSpellsOutIsNotCounted() {
    Tokenisation tokenisation = tokenisation(1000);
    Row row = new Row("Say _it_.", "", "it", null);

    assertThat(tokenisation.example(row).promptTokens())
        .isEqualTo(tokenisation.promptIds(row).length - 2);
  }

  @Test
  void theInputHasItsOwnPartOfTheTemplate() {
    assertThat(PaperTemplate.VACCINE.prompt("i", ""))
        .endsWith("### Instruction:\ni\n\n### Response:");
    assertThat(PaperTemplate.BOOSTER.prompt("i", "x"))
        .contains("paired with an input")
        .endsWith("### Instruction:\ni\n\n### Input:\nx\n\n### Response:\n");
  }

  private Tokenisation tokenisation(int maxLength) {
    return new Tokenisation(maxLength, codec);
  }
}
