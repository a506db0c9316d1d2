package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import realign.model.TokenBatch;
import realign.store.Payload;

class ExampleSetTest {

  @Property
  void bytesGiveTheSameSetAgain(@ForAll("sets") ExampleSet set) throws IOException {
    assertThat(ExampleSet.read(bytes(set.toPayload()))).isEqualTo(set);
  }

  @Property(tries = 50)
  void sameSetsHaveTheSameBytes(@ForAll("sets") ExampleSet set) throws IOException {
    ExampleSet again = ExampleSet.read(bytes(set.toPayload()));
    assertThat(bytes(again.toPayload())).isEqualTo(bytes(set.toPayload()));
  }

  @Provide
  Arbitrary<ExampleSet> sets() {
    Arbitrary<int[]> ids =
        Arbitraries.integers().between(0, 200_000).array(int[].class).ofMaxSize(9);
    Arbitrary<Example> examples =
        ids.flatMap(
            row ->
                Arbitraries.integers()
                    .between(0, row.length)
                    .map(prompt -> new Example(row, prompt)));
    return examples.list().ofMaxSize(8).map(ExampleSet::of);
  }

  @Test
  void rowsAreCutAndJoinedInOrder() {
    ExampleSet set = set(1, 2, 3);

    assertThat(set.rows(1, 3)).isEqualTo(set(2, 3));
    assertThat(ExampleSet.concat(List.of(set(1), set(), set(2, 3)))).isEqualTo(set);
    assertThat(set.tokens()).isEqualTo(6);
  }

  @Test
  void aBatchHasIdsAndLabels() {
    TokenBatch batch = set(5, 6).batch(1, 0);

    assertThat(batch.ids()).isDeepEqualTo(new int[][] {{6, 7}, {5, 6}});
    assertThat(batch.labels()).isDeepEqualTo(new int[][] {{-100, 7}, {-100, 6}});
  }

  @Test
  void nobodyCanChangeARow() {
    int[] ids = {1, 2};
    Example example = new Example(ids, 1);
    ids[0] = 9;
    example.ids()[1] = 9;

    assertThat(example).isEqualTo(new Example(new int[] {1, 2}, 1));
  }

  @Test
  void aPromptLongerThanItsRowIsRefused() {
    assertThatThrownBy(() -> new Example(new int[2], 3)).hasMessageContaining("is 3");
  }

  private static ExampleSet set(int... firstIds) {
    return ExampleSet.of(
        java.util.Arrays.stream(firstIds)
            .mapToObj(id -> new Example(new int[] {id, id + 1}, 1))
            .toList());
  }

  private static ByteBuffer bytes(Payload payload) throws IOException {
    try (InputStream in = payload.open()) {
      return ByteBuffer.wrap(in.readAllBytes());
    }
  }
}
