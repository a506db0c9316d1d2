package realign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import realign.testing.Cases;
import realign.testing.Draw;

/** Counted by hand for D = 4, Q = 4, K = 2, F = 6, V = 10, L = 2, r = 1: 120 weights a block. */
class FlopCountTest {
  private static final FlopCount COUNT = new FlopCount(new ModelShape(10, 4, 6, 2, 2, 1, 2), 1);

  @Test
  void sftIsForwardAndBackwardToTheFirstAdapters() {
    // frozen: 1440 forward, as much backward but for q, k, v of the first block, 2 * 3 * 32
    // adapter: 696 forward, inputs 696 - 72, own gradients 696
    assertThat(COUNT.sft(new int[] {3}, 2)).isEqualTo(new Flops(2688, 320, 576, 2016));
  }

  @Test
  void vaccineStopsAtTheFirstSiteAndSharesWhatLiesBefore() {
    // frozen: 1440 + (1440 - 288), then (1440 - 288) + 1248; 288 is the first attention
    assertThat(COUNT.vaccine(new int[] {3}, 2)).isEqualTo(new Flops(4992, 640, 864, 3072));
  }

  @Test
  void generationReadsEveryTokenOnceButTheLast() {
    // 3 prompt tokens and 3 new ones; the new ones see 4, 5 and 6 tokens
    assertThat(COUNT.generation(new int[] {3}, 4)).isEqualTo(new Flops(2880, 320, 672, 1392));
  }

  @Cases(20)
  void rowsAddUp(Draw draw) {
    int[] rows = {draw.between(1, 50), draw.between(1, 50)};
    int[] labels = {draw.between(1, 50), draw.between(1, 50)};
    double apart =
        COUNT.vaccine(new int[] {rows[0]}, labels[0]).total()
            + COUNT.vaccine(new int[] {rows[1]}, labels[1]).total();
    assertThat(COUNT.vaccine(rows, labels[0] + labels[1]).total()).isCloseTo(apart, within(1e-6));
  }

  @Test
  void limitsArePricedAtTheirOwnRates() {
    Rates rates = new Rates(10, 5, 40.0, 20.0);
    assertThat(rates.seconds(new Flops(40, 20, 10, 10), "f32")).isEqualTo(4 + 4 + 2);
    assertThat(rates.seconds(new Flops(40, 20, 10, 10), "bf16")).isEqualTo(1 + 1 + 2);
    Rates slow = new Rates(10, 5, 4.0, 2.0);
    assertThat(slow.seconds(new Flops(40, 20, 10, 10), "bf16")).isEqualTo(4 + 4 + 2);
  }
}
