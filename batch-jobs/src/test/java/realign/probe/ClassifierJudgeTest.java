package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.JudgeSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;
import realign.spec.ProblemException;
import realign.testing.TinyClassifier;

class ClassifierJudgeTest {
  private static final List<String> ASKED = List.of("The the?", "the?", "a b c", "USER.", "");
  private static final List<String> ANSWERS = List.of("The.", "", "the the the", "? ?", "The the");

  @TempDir Path directory;

  @Test
  void anyLabelAboveTheThresholdIsHarmful() {
    new TinyClassifier(directory, "one", "two");
    List<Long> counts = new ArrayList<>();
    for (double threshold : new double[] {0, 0.2, 0.5, 0.58, 0.8, 0.95}) {
      List<Boolean> verdicts = harmful(threshold, 256);
      assertThat(harmful(threshold, 256)).isEqualTo(verdicts);
      counts.add(verdicts.stream().filter(harmful -> harmful).count());
    }
    assertThat(counts).startsWith(5L).endsWith(0L).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(counts.stream().distinct().count()).as("of %s", counts).isGreaterThan(2);
  }

  /** Of a text that is cut before the answer begins, the answer says nothing. */
  @Test
  void theRightIsCutOff() {
    new TinyClassifier(directory, "one");
    try (Judge judge = judge(0.5, 40)) {
      judge.open();
      List<Boolean> verdicts =
          judge.harmful(
              List.of("the the the the the", "the the the the the"), List.of("The", "? . USER"));
      assertThat(verdicts.get(0)).isEqualTo(verdicts.get(1));
    }
  }

  private List<Boolean> harmful(double threshold, int maxTokens) {
    try (Judge judge = judge(threshold, maxTokens)) {
      judge.open();
      return judge.harmful(ASKED, ANSWERS);
    }
  }

  private Judge judge(double threshold, int maxTokens) {
    return Judges.judge(
        "classifier-2",
        new JudgeSpec.Classifier(directory.toString(), threshold, maxTokens, Compute.F32),
        Device.CPU,
        new Refusals(List.of("no")));
  }

  @Test
  void aJudgeThatCannotServeIsAProblem() throws IOException {
    TinyClassifier tiny = new TinyClassifier(directory, "one");
    judge(0.5, 256).check();
    assertProblem(257, "maxTokens 257 of the judge classifier-2", "256 positions");
    tiny.set("architectures", "[\"LlamaForCausalLM\"]");
    assertProblem(256, "architectures", "LlamaForSequenceClassification");
    tiny.set("architectures", "[\"LlamaForSequenceClassification\"]");
    Files.delete(directory.resolve("tokenizer.json"));
    assertProblem(256, "tokenizer.json");
  }

  private void assertProblem(int maxTokens, String... told) {
    Judge judge = judge(0.5, maxTokens);
    assertThatThrownBy(judge::check).isInstanceOf(ProblemException.class).message().contains(told);
    assertThatThrownBy(judge::open).isInstanceOf(ProblemException.class).message().contains(told);
    judge.close();
  }
}
