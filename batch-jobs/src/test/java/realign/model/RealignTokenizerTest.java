package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ProblemException;

class RealignTokenizerTest {
  @TempDir private Path directory;

  @BeforeEach
  void config() throws IOException {
    ModelDirectories.writeConfig(directory, config -> {});
  }

  @Test
  void neverCutsATextWhateverTheFileSays() throws IOException {
    ModelDirectories.writeTokenizer(directory, 37);
    try (RealignTokenizer tokenizer = RealignTokenizer.load(directory)) {
      assertThat(tokenizer.encode("w3 w4 w5 w36", false)).containsExactly(3, 4, 5, 36);
      assertThat(tokenizer.encode("w3 ".repeat(2000), true)).hasSize(2000);
      assertThat(tokenizer.size()).isEqualTo(37);
      assertThat(tokenizer.eos()).isEqualTo(2);
      assertThat(tokenizer.eosToken()).isEqualTo("</s>");
      assertThat(tokenizer.bos()).isEqualTo(1);
      assertThat(tokenizer.pad()).isNull();
      assertThat(tokenizer.decode(new int[] {3, 2}, true)).isEqualTo("w3");
      assertThat(tokenizer.decode(new int[] {3, 2}, false)).isEqualTo("w3 </s>");
    }
  }

  @Test
  void settingsNameSpecialTokensBeforeTheModelDoes() throws IOException {
    ModelDirectories.writeTokenizer(directory, 37);
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"eos_token\": {\"content\": \"w9\"}, \"pad_token\": \"<unk>\"}");
    try (RealignTokenizer tokenizer = RealignTokenizer.load(directory)) {
      assertThat(tokenizer.eos()).isEqualTo(9);
      assertThat(tokenizer.pad()).isZero();
    }
  }

  @Test
  void theChatTemplateIsFoundAsOthersFindIt() throws IOException {
    ModelDirectories.writeTokenizer(directory, 37);
    assertThat(chat().template()).isNull();

    settings("{\"chat_template\": \"one\"}");
    assertThat(chat().template()).isEqualTo("one");
    assertThat(chat().place()).endsWith("tokenizer_config.json chat_template");

    settings(
        "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"two\"},"
            + " {\"name\": \"default\", \"template\": \"three\"}]}");
    assertThat(chat().template()).isEqualTo("three");

    Files.writeString(directory.resolve("chat_template.jinja"), "four\n");
    assertThat(chat().template()).isEqualTo("four\n");
    assertThat(chat().place()).endsWith("chat_template.jinja");
  }

  @Test
  void templatesKnowTheTokensThatTheSettingsName() throws IOException {
    ModelDirectories.writeTokenizer(directory, 37);
    assertThat(chat().tokens())
        .containsExactlyInAnyOrderEntriesOf(Map.of("bos_token", "<s>", "eos_token", "</s>"));

    settings("{\"bos_token\": null, \"eos_token\": {\"content\": \"w9\"}, \"pad_token\": \"w8\"}");
    assertThat(chat().tokens())
        .containsExactlyInAnyOrderEntriesOf(Map.of("eos_token", "w9", "pad_token", "w8"));
  }

  private ChatSource chat() {
    try (RealignTokenizer tokenizer = RealignTokenizer.load(directory)) {
      return tokenizer.chat();
    }
  }

  private void settings(String json) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), json);
  }

  @Test
  void aTokenizerWithIdsBeyondTheModelIsRefused() throws IOException {
    ModelDirectories.writeTokenizer(directory, 38);
    assertThatThrownBy(() -> RealignTokenizer.load(directory))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("id 37 of w37 (vocab_size 37)")
        .hasMessageContaining("RLN-307");
  }

  @Test
  void aMissingOrBrokenTokenizerIsRefused() throws IOException {
    assertThatThrownBy(() -> RealignTokenizer.load(directory)).hasMessageContaining("RLN-301");
    Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"No\"}}");
    assertThatThrownBy(() -> RealignTokenizer.load(directory))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-307");
  }
}
