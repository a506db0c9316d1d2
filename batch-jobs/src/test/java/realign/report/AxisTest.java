package realign.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void endsOnATickOfARoundStep() {
    Axis axis = Axis.fromZero(287, 0, 100);
    assertThat(axis.ticks()).containsExactly(0.0, 100.0, 200.0, 300.0);
    assertThat(axis.at(150)).isCloseTo(50, within(1e-9));
  }

  @Test
  void turnsLogarithmicWhereValuesSpreadFar() {
    Axis axis = Axis.forPositive(0.02, 5, 100, 0);
    assertThat(axis.logarithmic()).isTrue();
    assertThat(axis.ticks()).hasSize(4).startsWith(0.01);
    assertThat(axis.at(0.1)).isCloseTo(66.667, within(1e-3));
    assertThat(Axis.forPositive(1, 5, 0, 1).logarithmic()).isFalse();
    assertThat(Axis.forPositive(0, 5000, 0, 1).logarithmic()).isFalse();
  }

  @Test
  void labelsWithoutNeedlessZeros() {
    assertThat(Axis.label(100)).isEqualTo("100");
    assertThat(Axis.label(0.05)).isEqualTo("0.05");
    assertThat(Axis.label(1e6)).isEqualTo("1e6");
    assertThat(Axis.label(1e-5)).isEqualTo("1e-5");
    assertThat(Axis.label(0)).isEqualTo("0");
  }
}
