package realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.spec.TextSpec;
import realign.testing.SharedInputs;

/** The chat template of a real model: its text, its ids, and what of an answer is trained. */
class SmolLm2ChatGoldenTest {
  private static final int END = 2;

  private JsonNode golden;
  private TextCodec codec;

  @BeforeEach
  void open() throws IOException {
    golden = new JsonMapper().readTree(SharedInputs.golden("smollm2/golden.json").toFile());
    codec = TextCodec.open(SharedInputs.tokenizer("smollm2"), TextSpec.Template.CHAT);
  }

  @AfterEach
  void close() {
    if (codec != null) {
      codec.close();
    }
  }

  @Test
  void theChatTemplatesTextAndIds() {
    assertThat(golden.get("chat")).isNotEmpty();
    for (JsonNode chat : golden.get("chat")) {
      Row row = new Row(chat.get("prompt").asText(), "", "", null);
      assertThat(codec.template().prompt(row)).isEqualTo(chat.get("text").asText());
      assertThat(codec.encode(chat.get("text").asText())).containsExactly(ints(chat.get("ids")));
    }
  }

  @Test
  void anAnswerIsLabelledWithItsEnd() {
    Row row = new Row("What is the mood?", "Tom is sad.", "sad", null);

    Example example = new Tokenisation(200, codec).example(row);

    String prompt = codec.template().prompt(row);
    int[] labelled =
        Arrays.copyOfRange(example.ids(), example.promptTokens(), example.ids().length);
    assertThat(prompt).contains("What is the mood?\n\nTom is sad.").endsWith("assistant\n");
    assertThat(example.promptTokens()).isEqualTo(codec.encode(prompt).length);
    assertThat(codec.decode(labelled)).isEqualTo("sad\n");
    assertThat(labelled).contains(END);
  }

  private static int[] ints(JsonNode node) {
    return new JsonMapper().convertValue(node, int[].class);
  }
}
