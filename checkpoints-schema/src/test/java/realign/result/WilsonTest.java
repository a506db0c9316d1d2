package realign.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import realign.testing.Cases;
import realign.testing.Draw;

class WilsonTest {
  /** Published examples: Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3. */
  @Test
  void givesTheIntervalsOfThePublishedTable() {
    interval(81, 263, 25.53, 36.62);
    interval(15, 148, 6.24, 16.05);
    interval(0, 20, 0, 16.11);
    interval(1, 29, 0.61, 17.18);
  }

  private static void interval(int count, int n, double low, double high) {
    Score score = Score.of(count, n);
    assertThat(score.low()).isCloseTo(low, within(0.005));
    assertThat(score.high()).isCloseTo(high, within(0.005));
  }

  @Cases(1000)
  void solvesTheScoreEquation(Draw draw) {
    int n = draw.between(1, 3000);
    int count = draw.between(0, n);
    double p = (double) count / n;
    for (double bound :
        new double[] {
          Wilson.lower(count, n, Wilson.TWO_SIDED_95) / 100,
          Wilson.upper(count, n, Wilson.TWO_SIDED_95) / 100
        }) {
      double z = Wilson.TWO_SIDED_95;
      double distance = (p - bound) * (p - bound);
      assertThat(distance).isCloseTo(z * z * bound * (1 - bound) / n, within(1e-12));
    }
  }

  @Cases(1000)
  void holdsTheValueAndTheOneSidedBoundIsTighter(Draw draw) {
    int n = draw.between(1, 3000);
    Score score = Score.of(draw.between(0, n), n);
    assertThat(score.value()).isBetween(score.low(), score.high());
    assertThat(score.upperBound()).isBetween(score.value(), score.high());
    assertThat(score.lowerBound()).isBetween(score.low(), score.value());
  }

  @Test
  void refusesAShareOfNothing() {
    assertThatThrownBy(() -> Score.of(0, 0)).hasMessageContaining("0/0");
    assertThatThrownBy(() -> Score.of(3, 2)).hasMessageContaining("3/2");
  }
}
