package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import realign.testing.SharedInputs;

/** A real model of 260,032 parameters, its tokenizer included. */
class StoriesGoldenTest {
  @Test
  void idsLossesAndLastLogits() throws IOException {
    Path folder = SharedInputs.reference("stories260K");
    JsonNode golden = Golden.json(Golden.folder("stories260K/golden.json"));
    try (RealignTokenizer tokenizer = RealignTokenizer.load(folder);
        LanguageModel model = LanguageModel.load(folder, ModelOptions.defaults())) {
      JsonNode losses = golden.path("loss");
      assertThat(losses.size()).isPositive();
      for (JsonNode text : losses) {
        int[] ids = tokenizer.encode(text.path("text").asText(), true);
        assertThat(ids).containsExactly(Golden.ints(text.path("ids")));
        assertThat(model.loss(new TokenBatch(new int[][] {ids}, new int[][] {ids})))
            .isCloseTo(
                text.path("loss").doubleValue(), Percentage.withPercentage(100 * Golden.LOSS));
        assertLastLogits(model.logits(ids), text.path("last_position_logits"));
      }
    }
  }

  private static void assertLastLogits(float[][] logits, JsonNode expected) {
    assertThat(expected.size()).isPositive();
    float[] last = logits[logits.length - 1];
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) last[i]).isCloseTo(expected.get(i).doubleValue(), within(Golden.LOGITS));
    }
  }

  @Test
  void greedyTextExactly() throws IOException {
    Path folder = SharedInputs.reference("stories260K");
    JsonNode golden = Golden.json(Golden.folder("stories260K/golden.json"));
    try (RealignTokenizer tokenizer = RealignTokenizer.load(folder);
        LanguageModel model = LanguageModel.load(folder, ModelOptions.defaults())) {
      for (JsonNode story : golden.path("greedy")) {
        int[] prompt = tokenizer.encode(story.path("prompt").asText(), true);
        int[] made = model.generate(new int[][] {prompt}, 100, id -> id == 2)[0];
        assertThat(made).containsExactly(Golden.ints(story.path("new_ids")));
        int[] whole = Arrays.copyOf(prompt, prompt.length + made.length);
        System.arraycopy(made, 0, whole, prompt.length, made.length);
        assertThat(tokenizer.decode(whole, true)).isEqualTo(story.path("text").asText());
      }
    }
  }
}
