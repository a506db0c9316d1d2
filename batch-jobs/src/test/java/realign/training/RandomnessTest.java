package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import realign.training.Randomness.Purpose;

/** The values are those of another SHA-256; a change of one changes every run. */
class RandomnessTest {

  @Test
  void valuesAreFixed() {
    Randomness one = new Randomness(42, 1);
    assertThat(one.value("align", 1, 0, 0, Purpose.DROPOUT)).isEqualTo(-3701021167493127056L);
    assertThat(one.value("align", 2, 1, 3, Purpose.DROPOUT)).isEqualTo(8051459335598601242L);
    assertThat(one.dropoutSeed("align", 1, 0)).isEqualTo(-3701021167493127056L);
    assertThat(one.adapterSeed("align")).isEqualTo(-6381640602593567138L);
    assertThat(new Randomness(42, 7).shuffleSeed("attack", 3)).isEqualTo(2710954528378715500L);
    assertThat(new Randomness(-1, -5).value("align", 3, 0, 0, Purpose.SHUFFLE))
        .isEqualTo(1721824792251952241L);
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
}
