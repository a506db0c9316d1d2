package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import realign.model.TokenBatch;
import realign.store.Payload;
import realign.testing.Cases;
import realign.testing.Draw;

class ExampleSetTest {

  @Cases(1000)
  void bytesGiveTheSameSetAgain(Draw draw) throws IOException {
    ExampleSet set = anySet(draw);
    assertThat(ExampleSet.read(bytes(set.toPayload()))).isEqualTo(set);
  }

  @Cases(50)
  void sameSetsHaveTheSameBytes(Draw draw) throws IOException {
    ExampleSet set = anySet(draw);
    ExampleSet again = ExampleSet.read(bytes(set.toPayload()));
    assertThat(bytes(again.toPayload())).isEqualTo(bytes(set.toPayload()));
  }

  private static ExampleSet anySet(Draw draw) {
    return ExampleSet.of(
        IntStream.range(0, draw.between(0, 8)).mapToObj(i -> anyExample(draw)).toList());
  }

  private static Example anyExample(Draw draw) {
    int length = draw.between(0, 9);
    int[] ids = IntStream.range(0, length).map(i -> draw.between(0, 200_000)).toArray();
    return new Example(ids, draw.between(0, length));
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
