package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.safetensors.HostTensor;
import realign.spec.ModelSpec.Compute;
import realign.spec.ProblemException;
import realign.testing.TinyClassifier;

class SequenceClassifierTest {
  private static final int[][] ROWS = {{1, 4, 6, 9}, {1, 5}, {1, 10, 0, 7, 2, 3}};

  @TempDir private Path directory;

  private TinyClassifier tiny;

  @BeforeEach
  void write() {
    tiny = new TinyClassifier(directory, "one", "two", "three");
  }

  private SequenceClassifier load() {
    return SequenceClassifier.load(directory, ModelOptions.defaults());
  }

  @Test
  void aRowIsScoredAtItsLastTokenThatDoesNotFill() {
    int[][] rows = {{5, 3, 5}, {5, 3, 3}, {3, 3}, {7}};
    assertThat(SequenceClassifier.scored(rows, 3)).containsExactly(2, 3, 6, 8);
    assertThat(SequenceClassifier.scored(rows, null)).containsExactly(2, 5, 7, 8);
  }

  @Test
  void fillingAtTheEndChangesNothing() {
    try (SequenceClassifier classifier = load()) {
      float[] plain = classifier.scores(new int[][] {{1, 10, 0, 7, 2}})[0];
      float[] filled = classifier.scores(new int[][] {{1, 10, 0, 7, 2, 3, 3}})[0];
      assertThat(filled).containsExactly(plain, within(1e-5f));
    }
  }

  @Test
  void probabilitiesAreSigmoidsAndTheSameBitsEveryTime() {
    float[][] first;
    try (SequenceClassifier classifier = load()) {
      assertThat(classifier.labels()).containsExactly("one", "two", "three");
      first = classifier.probabilities(ROWS);
      float[][] scores = classifier.scores(ROWS);
      for (int row = 0; row < ROWS.length; row++) {
        for (int i = 0; i < 3; i++) {
          assertThat((double) first[row][i])
              .isCloseTo(1 / (1 + Math.exp(-scores[row][i])), within(1e-7));
        }
      }
      assertThat(classifier.probabilities(ROWS)).isDeepEqualTo(first);
    }
    try (SequenceClassifier classifier = load()) {
      assertThat(classifier.probabilities(ROWS)).isDeepEqualTo(first);
    }
  }

  @Test
  void brainFloatsTakeHalfTheMemoryOfMatrices() {
    try (SequenceClassifier full = load();
        SequenceClassifier half =
            SequenceClassifier.load(directory, new ModelOptions(Compute.BF16))) {
      long norms = 3 * 16 * 4;
      assertThat(half.bytes() - norms).isEqualTo((full.bytes() - norms) / 2);
      assertThat(half.scores(ROWS)[0]).containsExactly(full.scores(ROWS)[0], within(1f));
    }
  }

  @Test
  void labelsAreSortedByNumber() throws IOException {
    String names = "{\"10\":\"k\",\"9\":\"j\"";
    for (int i = 0; i < 9; i++) {
      names += ",\"" + i + "\":\"" + (char) ('a' + i) + "\"";
    }
    tiny.set("id2label", names + "}");
    assertThat(ModelDirectory.classifier(directory).labels())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "architectures | [\"LlamaForCausalLM\"] | class LlamaForSequenceClassification",
        "model_type | \"bert\" | llama",
        "problem_type | \"single_label_classification\" | multi_label_classification",
        "problem_type | null | missing",
        "id2label | null | missing",
        "id2label | {} | from 0 on",
        "id2label | {\"1\": \"a\", \"2\": \"b\"} | from 0 on",
        "id2label | {\"0\": \"a\", \"one\": \"b\"} | from 0 on",
        "id2label | {\"0\": 7} | from 0 on",
        "hidden_act | \"gelu\" | \"gelu\"",
      })
  void anotherKindOfModelIsRefusedByName(String name, String value, String told)
      throws IOException {
    tiny.set(name, value);
    assertRefused().hasMessageContaining("config.json " + name).hasMessageContaining(told);
  }

  @Test
  void aLabelMoreThanScoresIsRefused() throws IOException {
    tiny.set("id2label", "{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\",\"3\":\"d\"}");
    assertRefused()
        .hasMessageContaining("score.weight")
        .hasMessageContaining("[3, 16], not [4, 16]");
  }

  @Test
  void aHeadForTextInPlaceOfScoresIsRefused() throws IOException {
    Map<String, HostTensor> tensors = TinyClassifier.weights(3);
    tensors.put("lm_head.weight", tensors.get("score.weight"));
    tensors.remove("score.weight");
    tiny.write(tensors);
    assertRefused()
        .hasMessageContaining("score.weight must hold exactly the tensors of its configuration")
        .hasMessageContaining("missing")
        .hasMessageContaining("lm_head.weight");
  }

  @Test
  void noWeightsAreRefused() throws IOException {
    Files.delete(directory.resolve("model.safetensors"));
    assertRefused().hasMessageContaining("model.safetensors");
  }

  @Test
  void anIdThatTheModelDoesNotHaveIsRefused() {
    try (SequenceClassifier classifier = load()) {
      assertThatThrownBy(() -> classifier.probabilities(new int[][] {{1}, {1, 100}}))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("id in row 1");
      assertThatThrownBy(() -> classifier.probabilities(new int[][] {new int[257]}))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("257 (limit 256)");
    }
  }

  /** By the look before the run as by the run. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    assertThatThrownBy(() -> load().close()).isInstanceOf(ProblemException.class);
    return assertThatThrownBy(() -> SequenceClassifier.check(directory))
        .isInstanceOf(ProblemException.class);
  }
}
