package realign.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import realign.attack.Poison.Sources;
import realign.data.Example;
import realign.data.ExampleSet;
import realign.spec.ExitCode;
import realign.spec.PoisonAmounts;
import realign.spec.ProblemException;

class DirectPoisonTest {

  @Test
  void amountsTruncateAsInThePaper() {
    assertThat(new PoisonAmounts(0.9, 1000, 0).benign()).isEqualTo(99);
    assertThat(new PoisonAmounts(0.05, 1000, 0).harmful()).isEqualTo(50);
    assertThat(new PoisonAmounts(0.1, 1000, 0).benign()).isEqualTo(900);
    assertThat(new PoisonAmounts(0, 7, 0).harmful()).isZero();
    assertThat(new PoisonAmounts(1, 7, 0).benign()).isZero();
  }

  @Test
  void harmfulThenBenignThenGuide() {
    ExampleSet mixed =
        new DirectPoison()
            .mix(new Sources(set(1, 5), set(2, 10), set(3, 4)), new PoisonAmounts(0.25, 8, 3));

    assertThat(IntStream.range(0, mixed.size()).map(row -> mixed.ids(row)[0]))
        .containsExactly(1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void tooFewRowsAreOneProblemEachWithTheNumbers() {
    assertThatThrownBy(
            () ->
                new DirectPoison()
                    .mix(
                        new Sources(set(1, 1), set(2, 5), set(3, 0)),
                        new PoisonAmounts(0.25, 8, 3)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problems()).hasSize(3);
              assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
            })
        .hasMessageContaining("must have the 2 rows that harmful ratio 0.25 of 8 samples")
        .hasMessageContaining("but is 1 rows")
        .hasMessageContaining("attack.benign must have the 6 rows")
        .hasMessageContaining("attack.guide must have the 3 rows");
  }

  @Test
  void amountsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new PoisonAmounts(1.1, 8, 0)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> new PoisonAmounts(Double.NaN, 8, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new PoisonAmounts(0.1, 0, 0)).hasMessageContaining("samples");
  }

  private static ExampleSet set(int id, int rows) {
    return ExampleSet.of(
        IntStream.range(0, rows).mapToObj(row -> new Example(new int[] {id}, 0)).toList());
  }
}
