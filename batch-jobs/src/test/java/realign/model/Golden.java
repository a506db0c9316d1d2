package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.testing.SharedInputs;

/**
 * Expected values of the usual Python stack, and the tolerances that come with them. Not where they
 * lie: see {@link SharedInputs}.
 */
final class Golden {
  static final double LOGITS = 2e-4;
  static final double LOSS = 1e-5;
  static final double GRADIENT = 1e-4;
  static final double NORM = 2e-5;

  private Golden() {}

  static Path folder() {
    return SharedInputs.golden("");
  }

  /** A file or folder of the golden values; the test is skipped where it is not there. */
  static Path folder(String name) {
    return SharedInputs.golden(name);
  }

  static Path reference() {
    return SharedInputs.reference("");
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  static Map<String, HostTensor> tensors(Path file) {
    return Safetensors.map(file);
  }

  static float[] floats(@Nullable HostTensor tensor) {
    ByteBuffer data = present(tensor).data();
    float[] values = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(values);
    return values;
  }

  static int[][] matrix(@Nullable HostTensor tensor) {
    HostTensor present = present(tensor);
    int width = (int) present.shape()[1];
    int[][] rows = new int[(int) present.shape()[0]][width];
    var ints = present.data().asIntBuffer();
    for (int[] row : rows) {
      ints.get(row);
    }
    return rows;
  }

  private static HostTensor present(@Nullable HostTensor tensor) {
    assertThat(tensor).isNotNull();
    return java.util.Objects.requireNonNull(tensor);
  }

  /** The rows without their padding on the right. */
  static TokenBatch batch(Map<String, HostTensor> golden) {
    int[][] ids = matrix(golden.get("input_ids"));
    int[][] labels = matrix(golden.get("labels"));
    int[][] mask = matrix(golden.get("attention_mask"));
    for (int row = 0; row < ids.length; row++) {
      int length = java.util.Arrays.stream(mask[row]).sum();
      ids[row] = java.util.Arrays.copyOf(ids[row], length);
      labels[row] = java.util.Arrays.copyOf(labels[row], length);
    }
    return new TokenBatch(ids, labels);
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  /** The norm of the difference, to the tensor's norm. */
  static void assertSameGradient(String name, float[] actual, float[] expected) {
    double difference = 0;
    double norm = 0;
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      norm += (double) expected[i] * expected[i];
    }
    assertThat(Math.sqrt(difference))
        .as(name)
        .isLessThanOrEqualTo(Math.max(1e-6, GRADIENT * Math.sqrt(norm)));
  }

  /** Norm and first values, as {@code weight_grads} gives them. */
  static void assertSameGradient(String name, float[] actual, JsonNode expected) {
    double norm = expected.path("norm").doubleValue();
    double tolerance = Math.max(1e-6, GRADIENT * norm);
    double squares = 0;
    for (float value : actual) {
      squares += (double) value * value;
    }
    assertThat(Math.abs(Math.sqrt(squares) - norm)).as(name).isLessThanOrEqualTo(tolerance);
    assertFirst(name, actual, 0, expected.path("first8"), tolerance);
    if (expected.has("row")) {
      int width = expected.path("shape").path(1).intValue();
      int from = expected.path("row").intValue() * width;
      assertFirst(name, actual, from, expected.path("first8_of_row"), tolerance);
    }
  }

  private static void assertFirst(
      String name, float[] actual, int from, JsonNode expected, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Math.abs(actual[from + i] - expected.get(i).doubleValue()))
          .as("%s [%d]", name, from + i)
          .isLessThanOrEqualTo(tolerance);
    }
  }
}
