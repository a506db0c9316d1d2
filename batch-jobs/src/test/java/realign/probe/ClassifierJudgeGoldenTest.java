package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.model.RealignTokenizer;
import realign.spec.JudgeSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;
import realign.testing.SharedInputs;

/** Texts in the moderation template against the usual Python stack: ids and flags. */
class ClassifierJudgeGoldenTest {
  private Path folder;
  private JsonNode texts;

  @BeforeEach
  void read() throws IOException {
    folder = SharedInputs.golden("models/judge");
    texts = new ObjectMapper().readTree(folder.resolve("golden.json").toFile()).path("texts");
  }

  @Test
  void ids() {
    assertThat(texts).isNotEmpty();
    try (RealignTokenizer tokenizer = RealignTokenizer.load(folder)) {
      for (JsonNode text : texts) {
        int[] ids =
            ClassifierJudge.ids(
                tokenizer,
                text.path("question").asText(),
                text.path("answer").asText(),
                text.path("max_length").asInt());
        assertThat(ids).as(text.path("text").asText()).containsExactly(ints(text.path("ids")));
      }
    }
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).intValue();
    }
    return values;
  }

  @Test
  void flagsTogetherAndOneByOne() {
    List<String> questions = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    List<Boolean> flags = new ArrayList<>();
    for (JsonNode text : texts) {
      questions.add(text.path("question").asText());
      answers.add(text.path("answer").asText());
      flags.add(text.path("flagged").booleanValue());
    }
    JudgeSpec spec = new JudgeSpec.Classifier(folder.toString(), 0.5, 256, Compute.F32);
    try (Judge judge = Judges.judge("classifier", spec, Device.CPU, new Refusals(List.of("no")))) {
      judge.check();
      judge.open();
      assertThat(flags).contains(true, false);
      assertThat(judge.harmful(questions, answers)).isEqualTo(flags);
      for (int i = 0; i < flags.size(); i++) {
        assertThat(judge.harmful(questions.subList(i, i + 1), answers.subList(i, i + 1)))
            .containsExactly(flags.get(i));
      }
    }
  }
}
