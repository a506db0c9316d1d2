package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InitialValuesTest {
  private static final int COUNT = 100_000;

  @Test
  void momentsAreThoseOfTheDistribution() {
    float[] normal = floats(InitialValues.normal(1, "a", COUNT, 0.5));
    assertThat(mean(normal)).isCloseTo(0, within(0.01));
    assertThat(deviation(normal)).isCloseTo(0.5, within(0.01));
    float[] uniform = floats(InitialValues.uniform(1, "a", COUNT, 0.5));
    assertThat(uniform).doesNotContain(Float.NaN);
    assertThat(mean(uniform)).isCloseTo(0, within(0.01));
    assertThat(deviation(uniform)).isCloseTo(1 / Math.sqrt(12), within(0.01));
    for (float value : uniform) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo(0.5f);
    }
  }

  /** What was drawn once is drawn for ever: seeds in published runs keep their meaning. */
  @Test
  void bitsAreFixed() {
    assertThat(floats(InitialValues.normal(42, "model.norm.weight", 2, 1)))
        .containsExactly(2.3019211f, 0.6141647f);
    assertThat(floats(InitialValues.uniform(42, "model.norm.weight", 2, 1)))
        .containsExactly(0.8597888f, -0.9821683f);
  }

  @Test
  void seedAndNameBothMatter() {
    ByteBuffer values = InitialValues.normal(1, "a", 8, 1);
    assertThat(InitialValues.normal(1, "a", 8, 1)).isEqualTo(values);
    assertThat(InitialValues.normal(2, "a", 8, 1)).isNotEqualTo(values);
    assertThat(InitialValues.normal(1, "b", 8, 1)).isNotEqualTo(values);
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
