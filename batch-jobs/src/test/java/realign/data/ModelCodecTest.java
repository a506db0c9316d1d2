package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.demo.DemoFiles;
import realign.spec.TextSpec;
import realign.testing.SharedInputs;

class ModelCodecTest {
  private static final Row ROW = new Row("What is the mood?", "Tom is sad.", "sad", null);

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void write() throws IOException {
    DemoFiles.main(new String[] {folder.toString()});
    model = folder.resolve("init");
  }

  @Test
  void thePapersTemplateLeavesTheBeginningToTheTokenizer() {
    try (TextCodec codec = TextCodec.open(model, TextSpec.Template.BOOSTER)) {
      String prompt = codec.template().prompt(ROW);

      assertThat(prompt).endsWith("### Input:\nTom is sad.\n\n### Response:\n");
      assertThat(codec.template().answered(ROW, "</s>")).isEqualTo(prompt + "sad</s>");
      assertThat(codec.encode("mood")).startsWith(1).hasSize(2);
      assertThat(codec.pads(0)).isTrue();
    }
  }

  @Test
  void aChatTemplateHoldsAllSpecialTokensAndNothingIsFilling() throws IOException {
    Files.writeString(
        model.resolve("chat_template.jinja"),
        "{{ bos_token }}{% for m in messages %}{{ m.content + eos_token }}{% endfor %}\n");
    try (TextCodec codec = TextCodec.open(model, TextSpec.Template.CHAT)) {
      assertThat(codec.template().prompt(ROW)).isEqualTo("<s>What is the mood?\n\nTom is sad.</s>");
      assertThat(codec.encode("mood")).hasSize(1);
      assertThat(codec.encode("<s>mood</s>")).hasSize(3).startsWith(1).endsWith(2);
      assertThat(codec.pads(0)).isFalse();

      Example example = new Tokenisation(200, codec).example(ROW);

      assertThat(codec.decode(example.ids())).endsWith("sad");
      assertThat(example.labelled()).isEqualTo(2);
      assertThat(example.promptTokens())
          .isEqualTo(codec.encode(codec.template().prompt(ROW)).length);
    }
  }

  @Test
  void aRealTemplateThatLooksBackwardsForTheLastQuestion() {
    Path qwen3 = SharedInputs.tokenizer("qwen3");
    try (TextCodec codec = TextCodec.open(qwen3, TextSpec.Template.CHAT)) {
      String prompt = codec.template().prompt(new Row("Hi", "", "", null));
      String answered = codec.template().answered(new Row("Hi", "", "Hello", null), "");

      assertThat(prompt).isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
      assertThat(answered).isEqualTo(prompt + "<think>\n\n</think>\n\nHello<|im_end|>\n");
    }
  }

  @Test
  void aModelWithoutAChatTemplateIsRefused() {
    assertThatThrownBy(() -> TextCodec.open(model, TextSpec.Template.CHAT))
        .hasMessageContaining("text.template must be vaccine or booster")
        .hasMessageContaining(model.toString())
        .hasMessageContaining("RLN-231");
  }
}
