package realign.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

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

  @Property
  void solvesTheScoreEquation(@ForAll @IntRange(min = 1, max = 3000) int n, @ForAll int seed) {
    int count = Math.floorMod(seed, n + 1);
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

  @Property
  void holdsTheValueAndTheOneSidedBoundIsTighter(
      @ForAll @IntRange(min = 1, max = 3000) int n, @ForAll int seed) {
    Score score = Score.of(Math.floorMod(seed, n + 1), n);
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
