package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import realign.training.Randomness.Purpose;

/** The values are those of another SHA-256 and SplitMix64; a change of one changes every run. */
class RandomnessTest {

  @Test
  void valuesAreFixed() {
    Randomness one = new Randomness(42, 1);
    assertThat(one.value("align", 1, 0, 0, Purpose.DROPOUT)).isEqualTo(-3701021167493127056L);
    assertThat(one.value("align", 2, 1, 3, Purpose.DROPOUT)).isEqualTo(8051459335598601242L);
    assertThat(one.adapterSeed("align")).isEqualTo(-6381640602593567138L);
    assertThat(new Randomness(-1, -5).value("align", 3, 0, 0, Purpose.SHUFFLE))
        .isEqualTo(1721824792251952241L);
  }

  @Test
  void ordersAreFixed() {
    assertThat(Shuffle.permutation(0, 10)).containsExactly(4, 6, 8, 3, 2, 0, 7, 5, 1, 9);
    assertThat(Shuffle.permutation(-1, 10)).containsExactly(9, 3, 7, 4, 5, 1, 8, 0, 6, 2);
    assertThat(new Randomness(42, 7).order("attack", 3, 10))
        .containsExactly(6, 9, 1, 8, 2, 7, 5, 4, 3, 0);
  }

  @Test
  void everyPartOfThePlaceCounts() {
    Randomness base = new Randomness(1, 2);
    Set<Long> values = new HashSet<>();
    values.add(base.value("align", 3, 4, 5, Purpose.DROPOUT));
    values.add(new Randomness(2, 2).value("align", 3, 4, 5, Purpose.DROPOUT));
    values.add(new Randomness(1, 3).value("align", 3, 4, 5, Purpose.DROPOUT));
    values.add(base.value("attack", 3, 4, 5, Purpose.DROPOUT));
    values.add(base.value("align", 4, 4, 5, Purpose.DROPOUT));
    values.add(base.value("align", 3, 5, 5, Purpose.DROPOUT));
    values.add(base.value("align", 3, 4, 6, Purpose.DROPOUT));
    values.add(base.value("align", 3, 4, 5, Purpose.SHUFFLE));
    assertThat(values).hasSize(8);
  }

  @Test
  void orderHoldsEveryRowOnce() {
    for (int rows : new int[] {0, 1, 2, 7, 1000}) {
      assertThat(new Randomness(3, 4).order("align", 0, rows))
          .containsExactlyInAnyOrder(IntStream.range(0, rows).toArray());
    }
  }

  /** Each of 6 orders of 3 rows about equally often: chi-squared with 5 degrees, p = 0.001. */
  @Test
  void ordersAreUniform() {
    int[] counts = new int[27];
    for (int epoch = 0; epoch < 6000; epoch++) {
      int[] order = new Randomness(5, 6).order("align", epoch, 3);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    double chiSquared =
        IntStream.of(counts)
            .filter(n -> n > 0)
            .mapToDouble(n -> Math.pow(n - 1000, 2) / 1000)
            .sum();
    assertThat(IntStream.of(counts).filter(n -> n > 0).count()).isEqualTo(6);
    assertThat(chiSquared).isLessThan(20.5);
  }
}
