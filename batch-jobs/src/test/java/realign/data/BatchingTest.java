package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchingTest {

  @Property
  void everyRowComesOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 12) int batchSize,
      @ForAll @IntRange(min = 1, max = 4) int accumulation,
      @ForAll long seed,
      @ForAll @IntRange(max = 3) int epoch) {
    Batching batching = new Batching(rows, batchSize, accumulation, e -> seed + e);

    int[] seen =
        IntStream.range(0, batching.stepsPerEpoch())
            .map(step -> epoch * batching.stepsPerEpoch() + step)
            .mapToObj(batching::microBatches)
            .flatMap(List::stream)
            .flatMapToInt(IntStream::of)
            .toArray();

    assertThat(seen).hasSize(rows);
    assertThat(IntStream.of(seen).sorted())
        .containsExactlyElementsOf(IntStream.range(0, rows).boxed().toList());
  }

  @Property
  void aStepIsAFunctionOfItsNumberAlone(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 12) int batchSize,
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int step) {
    Batching used = new Batching(rows, batchSize, 1, epoch -> seed * 31 + epoch);
    IntStream.rangeClosed(0, step).forEach(used::microBatches);
    Batching fresh = new Batching(rows, batchSize, 1, epoch -> seed * 31 + epoch);

    assertThat(fresh.microBatches(step).get(0)).isEqualTo(used.microBatches(step).get(0));
  }

  @Property
  void allButTheLastAreFull(
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 12) int batchSize,
      @ForAll @IntRange(min = 1, max = 4) int accumulation) {
    Batching batching = new Batching(rows, batchSize, accumulation, epoch -> epoch);
    int steps = batching.stepsPerEpoch();

    for (int step = 0; step < steps - 1; step++) {
      assertThat(batching.microBatches(step)).hasSize(accumulation);
      assertThat(batching.microBatches(step)).allMatch(batch -> batch.length == batchSize);
    }
    List<int[]> last = batching.microBatches(steps - 1);
    assertThat(last.size()).isBetween(1, accumulation);
    assertThat(last.get(last.size() - 1).length).isBetween(1, batchSize);
  }

  @Test
  void stepsCountTheShortOnesToo() {
    Batching batching = new Batching(11, 2, 4, epoch -> epoch);

    assertThat(batching.stepsPerEpoch()).isEqualTo(2);
    assertThat(batching.steps(3, null)).isEqualTo(6);
    assertThat(batching.steps(3, 5)).isEqualTo(5);
    assertThat(batching.steps(3, 9)).isEqualTo(6);
    assertThat(batching.microBatches(1)).extracting(batch -> batch.length).containsExactly(2, 1);
  }

  @Test
  void theOrderIsPinned() {
    Batching batching = new Batching(10, 10, 1, epoch -> 42 + epoch);

    assertThat(batching.order(0)).containsExactly(8, 1, 7, 5, 6, 0, 2, 9, 4, 3);
    assertThat(batching.order(1)).isNotEqualTo(batching.order(0));
  }

  @Test
  void allOrdersAreAboutAsLikely() {
    int[] counts = new int[6];
    for (int seed = 0; seed < 6000; seed++) {
      int[] order = Permutation.of(3, seed);
      counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    assertThat(IntStream.of(counts)).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void sizesBelowOneAreRefused() {
    assertThatThrownBy(() -> new Batching(0, 1, 1, e -> 0)).hasMessageContaining("rows must be");
    assertThatThrownBy(() -> new Batching(1, 0, 1, e -> 0)).hasMessageContaining("batchSize must");
  }
}
