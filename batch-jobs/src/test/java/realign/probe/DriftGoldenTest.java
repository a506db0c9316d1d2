package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.LoraSpec;
import realign.testing.SharedInputs;

/**
 * Drift between two adapters against the usual Python stack. The sums there count pads, so pads are
 * given as tokens; the mean over tokens does not.
 */
class DriftGoldenTest {
  private static final double RELATIVE = 1e-4;
  private static final int BATCHES = 3;

  @Test
  void bothFormsOfDriftAreThoseOfThePublishedCode() throws IOException {
    Path folder = SharedInputs.golden("training/drift/tiny-llama");
    JsonNode golden = new JsonMapper().readTree(folder.resolve("fixture.json").toFile());
    Map<String, HostTensor> tensors = Safetensors.map(folder.resolve("fixture.safetensors"));
    Path base = SharedInputs.golden("training/models/tiny-llama");
    try (LanguageModel model = LanguageModel.load(base, ModelOptions.defaults())) {
      model.attachAdapter(lora(golden.get("lora")), 1);

      DriftSums padded = drift(model, tensors, false);
      DriftSums trimmed = drift(model, tensors, true);

      JsonNode result = golden.get("result");
      assertClose(padded.total(DriftSums::squares), result.get("sum_of_squares"));
      assertClose(padded.total(DriftSums::norms), result.get("sum_of_norms"));
      assertClose(
          trimmed.total(DriftSums::tokenNorm) / trimmed.layers(), result.get("mean_token_norm"));
    }
  }

  private static DriftSums drift(
      LanguageModel model, Map<String, HostTensor> tensors, boolean trimmed) {
    ModelSubject subject = new ModelSubject(model);
    DriftSums sums = new DriftSums(new Tally(), model.config().layers());
    for (int batch = 0; batch < BATCHES; batch++) {
      TokenBatch rows = rows(tensors, "batch.0" + batch, trimmed);
      model.trainable().restore(adapter(tensors, "lora.reference."));
      List<float[]> before = subject.siteOutputs(rows);
      model.trainable().restore(adapter(tensors, "lora.now."));
      List<float[]> now = subject.siteOutputs(rows);
      for (int layer = 0; layer < now.size(); layer++) {
        sums.add(layer, before.get(layer), now.get(layer), subject.width());
      }
    }
    return sums;
  }

  private static TokenBatch rows(Map<String, HostTensor> tensors, String name, boolean trimmed) {
    int[][] ids = matrix(tensors.get(name + ".input_ids"));
    int[][] mask = matrix(tensors.get(name + ".attention_mask"));
    for (int row = 0; trimmed && row < ids.length; row++) {
      ids[row] = Arrays.copyOf(ids[row], Arrays.stream(mask[row]).sum());
    }
    return TokenBatch.unlabelled(ids);
  }

  private static int[][] matrix(@org.jspecify.annotations.Nullable HostTensor tensor) {
    HostTensor present = Objects.requireNonNull(tensor);
    LongBuffer values = present.data().asLongBuffer();
    int[][] rows = new int[(int) present.shape()[0]][(int) present.shape()[1]];
    for (int[] row : rows) {
      Arrays.setAll(row, i -> (int) values.get());
    }
    return rows;
  }

  private static Map<String, HostTensor> adapter(Map<String, HostTensor> tensors, String prefix) {
    Map<String, HostTensor> adapter = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            adapter.put(name.substring(prefix.length()), tensor);
          }
        });
    return adapter;
  }

  private static LoraSpec lora(JsonNode lora) {
    List<String> targets = new java.util.ArrayList<>();
    lora.get("targets").forEach(target -> targets.add(target.asText()));
    return new LoraSpec(lora.get("r").asInt(), lora.get("alpha").asDouble(), 0, targets);
  }

  private static void assertClose(double actual, JsonNode expected) {
    Offset<Double> offset = within(RELATIVE * expected.asDouble());
    assertThat(actual).isCloseTo(expected.asDouble(), offset);
  }
}
