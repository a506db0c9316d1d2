package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;

/** Values of transformers 4.57 ({@code get_scheduler}) for the same settings. */
class LearningRateTest {

  @Test
  void cosineStartsAtZeroWarmsUpAndFalls() {
    LearningRate rate = rate(Schedule.COSINE, 0.1, 12);
    assertThat(rate.at(1)).isZero();
    assertThat(rate.at(2)).isEqualTo(5e-4);
    assertThat(rate.at(3)).isEqualTo(1e-3);
    assertThat(rate.at(8)).isCloseTo(5e-4, within(1e-18));
    assertThat(rate.at(12)).isCloseTo(2.447174185242323e-05, within(1e-18));
    assertThat(rate.at(13)).isCloseTo(0, within(1e-18));
  }

  @Test
  void linearFallsInEqualSteps() {
    LearningRate rate = rate(Schedule.LINEAR, 0.2, 10);
    assertThat(rate.at(1)).isZero();
    assertThat(rate.at(3)).isEqualTo(1e-3);
    assertThat(rate.at(7)).isCloseTo(5e-4, within(1e-18));
    assertThat(rate.at(10)).isCloseTo(1.25e-4, within(1e-18));
  }

  @Test
  void constantWarmsUpOnlyWhenAsked() {
    assertThat(rate(Schedule.CONSTANT, 0, 5).at(1)).isEqualTo(1e-3);
    assertThat(rate(Schedule.CONSTANT, 0, 5).at(5)).isEqualTo(1e-3);
    assertThat(rate(Schedule.CONSTANT, 0.5, 5).at(1)).isZero();
    assertThat(rate(Schedule.CONSTANT, 0.5, 5).at(4)).isEqualTo(1e-3);
  }

  @Test
  void warmupIsRoundedUp() {
    assertThat(rate(Schedule.LINEAR, 0.1, 11).at(2)).isEqualTo(5e-4);
    assertThat(rate(Schedule.LINEAR, 0.1, 10).at(2)).isEqualTo(1e-3);
  }

  @Test
  void warmupOfAllStepsNeverDividesByZero() {
    LearningRate rate = rate(Schedule.COSINE, 0.9, 2);
    assertThat(rate.at(2)).isEqualTo(5e-4);
    assertThat(rate.at(3)).isEqualTo(1e-3);
  }

  private static LearningRate rate(Schedule schedule, double warmup, long steps) {
    return new LearningRate(
        new OptimiserSpec(1e-3, 0.1, 0.9, 0.999, 1e-8, schedule, warmup, 1), steps);
  }
}
