package realign.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  @Test
  void isTheUnpairedScoreIntervalWhereAnswersAreIndependent() {
    PairedDifference independent = new PairedDifference(25, 25, 25, 25);
    double half = Wilson.upper(50, 100, Wilson.ONE_SIDED_95) - 50;
    assertThat(independent.upperBound()).isCloseTo(Math.sqrt(2) * half, within(1e-9));
  }

  @Test
  void leavesRoomWhereNothingDiffers() {
    assertThat(new PairedDifference(0, 0, 0, 30).upperBound()).isGreaterThan(5);
    assertThat(new PairedDifference(0, 0, 0, 500).upperBound()).isLessThan(1);
  }

  @Property
  void staysAboveTheValueAndGrowsWithTheFirstsFailures(
      @ForAll @IntRange(max = 200) int both,
      @ForAll @IntRange(max = 50) int first,
      @ForAll @IntRange(max = 50) int second,
      @ForAll @IntRange(min = 1, max = 200) int neither) {
    PairedDifference now = new PairedDifference(both, first, second, neither);
    PairedDifference worse = new PairedDifference(both, first + 1, second, neither - 1);
    assertThat(now.upperBound()).isGreaterThanOrEqualTo(now.value());
    assertThat(worse.value()).isGreaterThan(now.value());
  }

  /** 4,000 drawn experiments: a 95 % bound may miss the truth about 5 % of the time, not 8 %. */
  @Test
  void coversTheTruthAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(7);
    int missed = 0;
    for (int i = 0; i < 4000; i++) {
      int[] counts = new int[4];
      for (int k = 0; k < 150; k++) {
        double u = random.nextDouble();
        counts[u < 0.25 ? 0 : u < 0.40 ? 1 : u < 0.50 ? 2 : 3]++;
      }
      PairedDifference d = new PairedDifference(counts[0], counts[1], counts[2], counts[3]);
      missed += d.upperBound() < 5 ? 1 : 0;
    }
    assertThat(missed / 4000.0).isBetween(0.025, 0.075);
  }
}
