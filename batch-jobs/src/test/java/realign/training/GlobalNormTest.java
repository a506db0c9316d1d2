package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import realign.model.Engine;

class GlobalNormTest {
  private static final List<String> BOTH = List.of("a", "b");
  private ArrayParameters parameters = new ArrayParameters();

  @BeforeEach
  void gradients() {
    Engine.enterThread();
    parameters = new ArrayParameters().add("a", new double[2]).add("b", new double[1]);
    parameters.setGradient("a", new double[] {2, 3});
    parameters.setGradient("b", new double[] {6});
  }

  @AfterEach
  void close() {
    parameters.close();
  }

  @Test
  void joinsTheNamedGradients() {
    assertThat(GlobalNorm.of(parameters, BOTH)).isEqualTo(7, within(1e-6));
    assertThat(GlobalNorm.of(parameters, List.of("b"))).isEqualTo(6);
  }

  @Test
  void scalesDownToTheLimit() {
    GlobalNorm.clip(parameters, BOTH, 7, 3.5);
    assertThat(parameters.gradient("a").toFloatArray())
        .containsExactly(new float[] {1f, 1.5f}, within(1e-6f));
    assertThat(parameters.gradient("b").toFloatArray())
        .containsExactly(new float[] {3f}, within(1e-6f));
  }

  @Test
  void leavesSmallGradientsAndLimitZeroAlone() {
    GlobalNorm.clip(parameters, BOTH, 7, 8);
    GlobalNorm.clip(parameters, BOTH, 7, 0);
    assertThat(parameters.gradient("b").toFloatArray()).containsExactly(6f);
  }
}
