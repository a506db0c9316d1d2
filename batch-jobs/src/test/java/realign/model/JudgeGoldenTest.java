package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.safetensors.HostTensor;

/** A classifier of 14 labels against the usual Python stack. */
class JudgeGoldenTest {
  private static final double PROBABILITY = 1e-4;

  private Path folder;
  private JsonNode expected;
  private Map<String, HostTensor> tensors;
  private int[][] rows;

  @BeforeEach
  void read() throws IOException {
    folder = Golden.folder("models/judge");
    expected = Golden.json(folder.resolve("golden.json"));
    tensors = Golden.tensors(folder.resolve("golden.safetensors"));
    rows = rows("input_ids", "attention_mask");
  }

  private int[][] rows(String ids, String mask) {
    int[][] rows = Golden.matrix(tensors.get(ids));
    int[][] valid = Golden.matrix(tensors.get(mask));
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOf(rows[row], Arrays.stream(valid[row]).sum());
    }
    return rows;
  }

  @Test
  void labelsAreInTheOrderOfTheirNumbers() {
    try (SequenceClassifier classifier = classifier()) {
      assertThat(classifier.labels())
          .containsExactlyElementsOf(texts(expected.path("categories")))
          .hasSize(14);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private SequenceClassifier classifier() {
    return SequenceClassifier.load(folder, ModelOptions.defaults());
  }

  @Test
  void scoresAndProbabilitiesOfRows() {
    assertThat(positions(SequenceClassifier.scored(rows, 512)))
        .containsExactly(Golden.ints(expected.path("pooled_positions")));
    assertScores(rows, "logits", "probabilities");
  }

  /** In their rows. */
  private int[] positions(long[] scored) {
    int[] positions = new int[scored.length];
    int first = 0;
    for (int row = 0; row < scored.length; row++) {
      positions[row] = Math.toIntExact(scored[row] - first);
      first += rows[row].length;
    }
    return positions;
  }

  @Test
  void scoresAndProbabilitiesOfTexts() {
    assertScores(
        rows("text_input_ids", "text_attention_mask"), "text_logits", "text_probabilities");
  }

  /** All rows in one batch, and each alone. */
  private void assertScores(int[][] batch, String logits, String probabilities) {
    try (SequenceClassifier classifier = classifier()) {
      assertClose(classifier.scores(batch), logits, Golden.LOGITS);
      assertClose(classifier.probabilities(batch), probabilities, PROBABILITY);
      float[][] alone = new float[batch.length][];
      for (int row = 0; row < batch.length; row++) {
        alone[row] = classifier.scores(new int[][] {batch[row]})[0];
      }
      assertClose(alone, logits, Golden.LOGITS);
    }
  }

  private void assertClose(float[][] actual, String name, double tolerance) {
    float[] all = Golden.floats(tensors.get(name));
    assertThat(all).hasSize(actual.length * 14);
    for (int row = 0; row < actual.length; row++) {
      assertThat(actual[row])
          .as("%s, row %d", name, row)
          .containsExactly(
              Arrays.copyOfRange(all, row * 14, row * 14 + 14), within((float) tolerance));
    }
  }

  @Test
  void flags() {
    JsonNode flagged = expected.path("flagged_any_above_half");
    JsonNode largest = expected.path("largest_probability");
    try (SequenceClassifier classifier = classifier()) {
      float[][] probabilities = classifier.probabilities(rows);
      for (int row = 0; row < rows.length; row++) {
        float most = 0;
        for (float p : probabilities[row]) {
          most = Math.max(most, p);
        }
        assertThat((double) most).isCloseTo(largest.path(row).asDouble(), within(PROBABILITY));
        assertThat(most > 0.5).isEqualTo(flagged.path(row).booleanValue());
      }
    }
  }

  /**
   * Classifiers are not trained here, so their loss and the way back through their head stand in
   * this test alone; the way back through the blocks is the program's.
   */
  @Test
  void lossAndGradients() {
    Architecture architecture = ModelDirectory.classifier(folder).architecture();
    try (LoadedDecoder base = LoadedDecoder.load(folder, architecture, ModelOptions.defaults());
        Pass pass = new Pass(base.manager())) {
      base.weights().byName().keySet().stream()
          .toList()
          .forEach(name -> base.weights().exchange(name, NDArray::duplicate));
      LeafParameters trained = new LeafParameters(base.weights().byName());
      Decoder decoder =
          new Adapted(
                  base.manager(),
                  architecture,
                  ModelOptions.defaults(),
                  base.weights(),
                  null,
                  trained.gradients())
              .training(0);
      BatchLayout layout = base.layOut(pass, TokenBatch.unlabelled(rows));
      double[] norms = new double[architecture.config().layers()];

      Tape tape = decoder.forward(pass, layout, DropoutKey.NONE, null, Tape.Kept.ALL, null);
      Head head = new Head(base, pass, tape);
      assertThat(head.loss)
          .isCloseTo(
              expected.path("loss").doubleValue(), Percentage.withPercentage(100 * Golden.LOSS));
      decoder.backToSites(
          pass,
          layout,
          DropoutKey.NONE,
          tape,
          pass.value(head.slope),
          (layer, gradient) -> norms[layer] = norm(gradient.toFloatArray()));
      for (int layer = 0; layer < norms.length; layer++) {
        assertThat(norms[layer])
            .isCloseTo(
                expected.path("attention_output_grad_norms").path(layer).doubleValue(),
                Percentage.withPercentage(100 * Golden.GRADIENT));
      }

      tape = decoder.forward(pass, layout, DropoutKey.NONE, null, Tape.Kept.ALL, null);
      head = new Head(base, pass, tape);
      decoder.backToParameters(pass, layout, DropoutKey.NONE, tape, pass.value(head.slope));
      Map<String, float[]> gradients = new TreeMap<>();
      trained.gradients().forEach((name, g) -> gradients.put(name, g.toFloatArray()));
      gradients.put("score.weight", head.ofScores.toFloatArray());
      gradients.put("model.norm.weight", head.ofNorm.toFloatArray());
      JsonNode wanted = expected.path("weight_grads");
      assertThat(gradients).hasSize(wanted.size());
      gradients.forEach((name, g) -> Golden.assertSameGradient(name, g, wanted.path(name)));
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** z = S (w x / rms(x)); binary cross-entropy, mean over rows and labels. */
  private final class Head {
    final double loss;
    final NDArray slope;
    final NDArray ofScores;
    final NDArray ofNorm;

    Head(LoadedDecoder base, Pass pass, Tape tape) {
      NDArray all = pass.array(tape.result());
      NDArray at =
          pass.manager().create(SequenceClassifier.scored(rows, base.config().ids().pad()));
      NDArray x = all.get(at);
      NDArray y =
          pass.manager().create(Golden.floats(tensors.get("labels")), new Shape(rows.length, 14));
      NDArray w = base.weights().get("model.norm.weight");
      NDArray s = base.weights().get("score.weight");
      NDArray r = x.square().mean(new int[] {1}, true).add(base.config().norm().epsilon());
      r = r.sqrt();
      NDArray unit = x.div(r);
      NDArray z = unit.mul(w).matMul(s.transpose());
      // log(1 + e^z) - y z, without overflow
      NDArray terms = z.abs().neg().exp().add(1).log().add(z.maximum(0)).sub(y.mul(z));
      loss = terms.toType(DataType.FLOAT64, true).mean().getDouble();
      NDArray dz = z.neg().exp().add(1).pow(-1).sub(y).div(terms.size());
      NDArray dh = dz.matMul(s);
      ofScores = dz.transpose().matMul(unit.mul(w));
      ofNorm = dh.mul(unit).sum(new int[] {0});
      NDArray du = dh.mul(w);
      NDArray dx = du.sub(unit.mul(du.mul(unit).mean(new int[] {1}, true))).div(r);
      slope = all.zerosLike();
      slope.set(new ai.djl.ndarray.index.NDIndex("{}", at), dx);
    }
  }
}
