package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.testing.SharedInputs;

/** A real model that was made for chat: its logits, answers and losses. */
class SmolLm2GoldenTest {
  private static final double LOGITS = 2e-3;
  private static final double LOSS = 1e-4;
  private static final int END = 2;

  private JsonNode golden;
  private RealignTokenizer tokenizer;
  private LanguageModel model;

  @BeforeEach
  void open() throws IOException {
    golden = Golden.json(Golden.folder("smollm2/golden.json"));
    Path folder = SharedInputs.tokenizer("smollm2");
    tokenizer = RealignTokenizer.load(folder);
    model = LanguageModel.load(folder, ModelOptions.defaults());
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
    if (tokenizer != null) {
      tokenizer.close();
    }
  }

  @Test
  void logitsAndGreedyAnswers() {
    assertThat(golden.path("chat").size()).isPositive();
    for (JsonNode chat : golden.path("chat")) {
      int[] prompt = Golden.ints(chat.path("ids"));
      assertLast(model.logits(prompt), chat);
      int most = golden.path("max_new_tokens").intValue();
      int[] made = model.generate(new int[][] {prompt}, most, id -> id == END)[0];
      assertThat(made).containsExactly(Golden.ints(chat.path("new_ids")));
      assertThat(tokenizer.decode(made, true)).isEqualTo(chat.path("new_text").asText());
    }
  }

  private static void assertLast(float[][] logits, JsonNode chat) {
    float[] last = logits[logits.length - 1];
    int[] ids = Golden.ints(chat.path("top20_ids"));
    assertThat(ids).hasSize(20);
    for (int i = 0; i < ids.length; i++) {
      assertThat((double) last[ids[i]])
          .as("logit of id %d", ids[i])
          .isCloseTo(chat.path("top20_logits").path(i).doubleValue(), within(LOGITS));
    }
  }

  @Test
  void losses() {
    assertThat(golden.path("loss").size()).isPositive();
    for (JsonNode text : golden.path("loss")) {
      int[] ids = tokenizer.encode(text.path("text").asText(), true);
      assertThat(ids).containsExactly(Golden.ints(text.path("ids")));
      assertThat(model.loss(new TokenBatch(new int[][] {ids}, new int[][] {ids})))
          .isCloseTo(text.path("loss").doubleValue(), within(LOSS));
    }
  }
}
