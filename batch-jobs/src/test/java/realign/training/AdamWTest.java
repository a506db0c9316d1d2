package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.model.Engine;
import realign.safetensors.HostTensor;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;

class AdamWTest {
  private static final OptimiserSpec SPEC =
      new OptimiserSpec(1e-2, 0.1, 0.9, 0.999, 1e-8, Schedule.CONSTANT, 0, 1);
  private static final int SIZE = 64;

  private final Random random = new Random(7);
  private ArrayParameters parameters = new ArrayParameters();

  @BeforeEach
  void open() {
    Engine.enterThread();
    parameters = new ArrayParameters();
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  /** Weights of size about 1: f32 rounding alone gives about 1e-7 a step. */
  @Test
  void equalsThePlainReference() {
    assertThat(largestDifference(SPEC, 1, 40)).isLessThan(1e-6);
  }

  /** Gradients of the size of epsilon: where epsilon stands decides the result. */
  @Test
  void epsilonStandsOutsideTheCorrectedRoot() {
    assertThat(largestDifference(SPEC, 1e-8, 5)).isLessThan(1e-6);
  }

  @Test
  void otherBetasAndEpsilon() {
    OptimiserSpec other = new OptimiserSpec(1e-2, 0, 0.8, 0.95, 1e-6, Schedule.CONSTANT, 0, 1);
    assertThat(largestDifference(other, 1e-3, 20)).isLessThan(1e-6);
  }

  @Test
  void rateZeroFillsTheMomentsAlone() {
    double[] w = draw(1);
    parameters.add("w", w);
    try (AdamW optimiser = new AdamW(SPEC, parameters)) {
      float[] before = parameters.get("w").toFloatArray();
      parameters.setGradient("w", draw(1));
      optimiser.update(0, Set.of());
      assertThat(parameters.get("w").toFloatArray()).isEqualTo(before);
      assertThat(optimiser.steps()).containsEntry("w", 1L);
      assertThat(HostValues.of(optimiser.firstMoments(), "w")).doesNotContain(0f);
    }
  }

  /** A frozen tensor is not decayed, and its bias correction counts its own steps only. */
  @Test
  void frozenTensorsCountTheirOwnSteps() {
    double[] frozen = draw(1);
    double[] reference = rounded(frozen);
    parameters.add("a", draw(1)).add("b", frozen);
    ReferenceAdamW plain = new ReferenceAdamW(SPEC, SIZE);
    try (AdamW optimiser = new AdamW(SPEC, parameters)) {
      for (int step = 1; step <= 6; step++) {
        double[] g = rounded(draw(1));
        parameters.setGradient("a", g);
        parameters.setGradient("b", g);
        boolean freeze = step % 2 == 1;
        optimiser.update(SPEC.lr(), freeze ? Set.of("b") : Set.of());
        if (!freeze) {
          plain.update(reference, g, SPEC.lr());
        }
      }
      assertThat(optimiser.steps()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 6L, "b", 3L));
      assertThat(difference(parameters.get("b"), reference)).isLessThan(1e-6);
    }
  }

  @Test
  void restoredOneGoesOnWithTheSameBits() {
    double[] w = draw(1);
    double[][] gradients = {draw(1), draw(1), draw(1), draw(1)};
    parameters.add("w", w);
    try (ArrayParameters others = new ArrayParameters().add("w", w);
        AdamW whole = new AdamW(SPEC, parameters);
        AdamW first = new AdamW(SPEC, others);
        AdamW second = new AdamW(SPEC, others)) {
      for (int step = 0; step < gradients.length; step++) {
        parameters.setGradient("w", gradients[step]);
        whole.update(SPEC.lr(), Set.of());
        others.setGradient("w", gradients[step]);
        if (step == 2) {
          second.restore(first.firstMoments(), first.secondMoments(), first.steps());
        }
        (step < 2 ? first : second).update(SPEC.lr(), Set.of());
      }
      assertThat(others.get("w").toFloatArray()).isEqualTo(parameters.get("w").toFloatArray());
      assertThat(HostValues.of(second.secondMoments(), "w"))
          .isEqualTo(HostValues.of(whole.secondMoments(), "w"));
    }
  }

  @Test
  void momentsOfOtherParametersAreRefused() {
    parameters.add("w", draw(1));
    try (AdamW optimiser = new AdamW(SPEC, parameters)) {
      assertThatThrownBy(() -> optimiser.restore(Map.of(), Map.of(), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("parameter w");
      Map<String, HostTensor> other =
          Map.of("w", new HostTensor("F32", new long[] {1}, ByteBuffer.allocate(4)));
      assertThatThrownBy(() -> optimiser.restore(other, other, Map.of("w", 1L)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("F32");
    }
  }

  private double largestDifference(OptimiserSpec spec, double gradientScale, int steps) {
    double[] reference = rounded(draw(1));
    parameters.add("w", reference);
    ReferenceAdamW plain = new ReferenceAdamW(spec, SIZE);
    double largest = 0;
    try (AdamW optimiser = new AdamW(spec, parameters)) {
      for (int step = 0; step < steps; step++) {
        double[] g = rounded(draw(gradientScale));
        parameters.setGradient("w", g);
        optimiser.update(spec.lr(), Set.of());
        plain.update(reference, g, spec.lr());
        largest = Math.max(largest, difference(parameters.get("w"), reference));
      }
      assertMoments(HostValues.of(optimiser.firstMoments(), "w"), plain.m(), gradientScale);
      assertMoments(
          HostValues.of(optimiser.secondMoments(), "w"), plain.v(), gradientScale * gradientScale);
    }
    return largest;
  }

  /** The engine rounds beta2 to f32, which moves 1 - beta2 by 1.3e-5 of itself. */
  private static void assertMoments(float[] actual, double[] reference, double scale) {
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - reference[i]) / scale).isLessThan(2e-5);
    }
  }

  private double[] draw(double scale) {
    return random.doubles(SIZE, -scale, scale).toArray();
  }

  private static double[] rounded(double[] values) {
    double[] floats = values.clone();
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) floats[i];
    }
    return floats;
  }

  private static double difference(NDArray actual, double[] reference) {
    float[] values = actual.toFloatArray();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - reference[i]));
    }
    return largest;
  }
}
