package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;

/** Adapters that PEFT made: attached, merged, and a second one on the merged first. */
@ParameterizedClass
@ValueSource(strings = {"llama", "opt", "qwen2"})
class LoraGoldenTest {
  private final String name;

  private Path folder;
  private JsonNode expected;
  private Map<String, HostTensor> tensors;
  private TokenBatch batch;
  private LanguageModel model;

  LoraGoldenTest(String name) {
    this.name = name;
  }

  @BeforeEach
  void load() throws IOException {
    Path base = Golden.folder("models/" + name);
    folder = base.resolve("lora");
    expected = Golden.json(folder.resolve("golden.json"));
    tensors = Golden.tensors(folder.resolve("golden.safetensors"));
    batch = Golden.batch(tensors);
    model = LanguageModel.load(base, ModelOptions.defaults());
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
  }

  @Test
  void firstThenMergedThenSecondThenBothMerged() {
    assertForward("base");
    model.loadAdapter(folder.resolve("first"));
    assertForward("first");
    assertGradients("first");

    model.mergeAdapter();
    assertForward("merged");
    assertMergedWeights();

    model.loadAdapter(folder.resolve("second-on-merged-first"));
    assertForward("second_on_merged_first");
    assertGradients("second_on_merged_first");

    model.mergeAdapter();
    assertForward("both_merged");
  }

  private void assertForward(String what) {
    double loss = expected.path("loss_" + what).doubleValue();
    assertThat(model.loss(batch))
        .as(what)
        .isCloseTo(loss, Percentage.withPercentage(100 * Golden.LOSS));
    float[] all = Golden.floats(tensors.get("logits_" + what));
    int padded = Golden.matrix(tensors.get("input_ids"))[0].length;
    int vocabulary = model.config().vocabulary();
    for (int row = 0; row < batch.rows(); row++) {
      float[][] logits = model.logits(batch.ids()[row]);
      for (int i = 0; i < logits.length; i++) {
        int from = (row * padded + i) * vocabulary;
        assertThat(logits[i])
            .as("%s: row %d, position %d", what, row, i)
            .containsExactly(
                Arrays.copyOfRange(all, from, from + vocabulary), within((float) Golden.LOGITS));
      }
    }
  }

  private void assertGradients(String what) {
    model.trainable().zeroGradients();
    try (SiteGradients sites = model.sites(batch, new DropoutKey(0))) {
      double[] norms = sites.tensors().layerNorms();
      for (int layer = 0; layer < norms.length; layer++) {
        double norm =
            expected.path(what).path("attention_output_grad_norms").path(layer).doubleValue();
        assertThat(norms[layer]).isCloseTo(norm, Percentage.withPercentage(100 * Golden.GRADIENT));
      }
    }
    model.backward(batch, 1, null, new DropoutKey(0));
    JsonNode gradients = expected.path(what).path("weight_grads");
    assertThat(model.trainable().names()).hasSize(gradients.size());
    for (String name : model.trainable().names()) {
      assertThat(gradients.has(name)).as(name).isTrue();
      Golden.assertSameGradient(
          name, model.trainable().gradient(name).toFloatArray(), gradients.path(name));
    }
  }

  private void assertMergedWeights() {
    Map<String, HostTensor> merged = model.stored(Map.of());
    JsonNode first = expected.path("merged").path("merged_weights_first8");
    assertThat(first.size()).isPositive();
    for (var entry : first.properties()) {
      float[] values = Golden.floats(merged.get(entry.getKey()));
      for (int i = 0; i < entry.getValue().size(); i++) {
        assertThat((double) values[i])
            .isCloseTo(entry.getValue().path(i).doubleValue(), within(1e-6));
      }
    }
  }
}
