package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;

/** Every family against the usual Python stack. */
@ParameterizedClass
@ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma2", "gpt2", "opt"})
class ModelGoldenTest {
  private static final DropoutKey KEY = new DropoutKey(0);

  private final String name;

  private Path folder;
  private JsonNode expected;
  private Map<String, HostTensor> tensors;
  private TokenBatch batch;
  private LanguageModel model;

  ModelGoldenTest(String name) {
    this.name = name;
  }

  @BeforeEach
  void load() throws IOException {
    folder = Golden.folder("models/" + name);
    expected = Golden.json(folder.resolve("golden.json"));
    tensors = Golden.tensors(folder.resolve("golden.safetensors"));
    batch = Golden.batch(tensors);
    model = LanguageModel.load(folder, ModelOptions.defaults());
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
  }

  @Test
  void logits() {
    float[] all = Golden.floats(tensors.get("logits"));
    int padded = Golden.matrix(tensors.get("input_ids"))[0].length;
    int vocabulary = model.config().vocabulary();
    for (int row = 0; row < batch.rows(); row++) {
      float[][] logits = model.logits(batch.ids()[row]);
      for (int i = 0; i < logits.length; i++) {
        int from = (row * padded + i) * vocabulary;
        assertThat(logits[i])
            .as("row %d, position %d", row, i)
            .containsExactly(
                Arrays.copyOfRange(all, from, from + vocabulary), within((float) Golden.LOGITS));
      }
    }
  }

  @Test
  void losses() {
    assertThat(batch.labelled()).isEqualTo(expected.path("labelled_tokens").intValue());
    assertThat(model.loss(batch)).isCloseTo(expected.path("loss").doubleValue(), relative());
    for (int row = 0; row < batch.rows(); row++) {
      TokenBatch alone =
          new TokenBatch(new int[][] {batch.ids()[row]}, new int[][] {batch.labels()[row]});
      assertThat(model.loss(alone))
          .isCloseTo(expected.path("rows").path(row).path("loss").doubleValue(), relative());
    }
  }

  private static Percentage relative() {
    return Percentage.withPercentage(100 * Golden.LOSS);
  }

  /** What enters each block, and what the head reads. */
  @Test
  void hiddenStates() {
    JsonNode norms = expected.path("hidden_state_norms_of_valid_positions");
    List<float[]> states = model.states(batch);
    assertThat(states).hasSize(norms.size());
    for (int i = 0; i < states.size(); i++) {
      assertThat(norm(states.get(i))).isCloseTo(norms.path(i).doubleValue(), relativeNorm());
      assertThat(states.get(i))
          .as("state %d", i)
          .containsExactly(valid("hidden_state_" + i), within((float) Golden.LOGITS));
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static Percentage relativeNorm() {
    return Percentage.withPercentage(100 * Golden.NORM);
  }

  @Test
  void siteOutputs() {
    try (SiteTensors sites = model.siteOutputs(batch)) {
      assertNorms(sites, expected.path("attention_output_norms_of_valid_positions"), Golden.NORM);
      assertThat(sites.toArray(1))
          .containsExactly(valid("attention_output_layer1"), within((float) Golden.LOGITS));
    }
  }

  @Test
  void siteGradients() {
    try (SiteGradients sites = model.sites(batch, KEY)) {
      assertThat(sites.loss()).isCloseTo(expected.path("loss").doubleValue(), relative());
      assertNorms(sites.tensors(), expected.path("attention_output_grad_norms"), Golden.GRADIENT);
      Golden.assertSameGradient(
          "layer 1", sites.tensors().toArray(1), valid("attention_output_grad_layer1"));
    }
  }

  private static void assertNorms(SiteTensors sites, JsonNode norms, double tolerance) {
    double[] actual = sites.layerNorms();
    for (int layer = 0; layer < actual.length; layer++) {
      assertThat(actual[layer])
          .isCloseTo(norms.path(layer).doubleValue(), Percentage.withPercentage(100 * tolerance));
    }
  }

  /** The rows of a padded tensor, end to end without padding. */
  private float[] valid(String name) {
    float[] all = Golden.floats(tensors.get(name));
    int padded = Golden.matrix(tensors.get("input_ids"))[0].length;
    int hidden = model.config().hidden();
    float[] flat = new float[batch.tokens() * hidden];
    int token = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int count = batch.ids()[row].length;
      System.arraycopy(all, row * padded * hidden, flat, token * hidden, count * hidden);
      token += count;
    }
    return flat;
  }

  @Test
  void gradientsOfEveryParameter() {
    model.trainAll();
    double loss = model.backward(batch, 1, null, KEY);
    assertThat(loss).isCloseTo(expected.path("loss").doubleValue(), relative());
    List<String> names = new ArrayList<>();
    expected.path("weight_grads").fieldNames().forEachRemaining(names::add);
    assertThat(model.trainable().names()).containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      float[] gradient = model.trainable().gradient(name).toFloatArray();
      Golden.assertSameGradient(name, gradient, expected.path("weight_grads").path(name));
    }
  }

  @Test
  void greedyTextOneByOneAndTogether() {
    JsonNode generate = expected.path("generate");
    int[][] prompts = rows(generate.path("prompts"));
    int[][] continuations = rows(generate.path("new_ids"));
    try (RealignTokenizer tokenizer = RealignTokenizer.load(folder)) {
      for (int row = 0; row < prompts.length; row++) {
        String text = generate.path("prompt_texts").path(row).asText();
        assertThat(tokenizer.encode(text, true)).containsExactly(prompts[row]);
        int[][] alone =
            model.generate(new int[][] {prompts[row]}, 24, model.config().ids().eos()::contains);
        assertThat(alone[0]).containsExactly(continuations[row]);
        assertThat(tokenizer.decode(alone[0], true))
            .isEqualTo(generate.path("new_texts").path(row).asText());
      }
    }
    assertThat(model.generate(prompts, 24, model.config().ids().eos()::contains))
        .isDeepEqualTo(continuations);
  }

  private static int[][] rows(JsonNode matrix) {
    int[][] rows = new int[matrix.size()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Golden.ints(matrix.path(row));
    }
    return rows;
  }
}
