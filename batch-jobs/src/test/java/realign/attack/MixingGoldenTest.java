package realign.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import realign.data.Example;
import realign.data.ExampleSet;
import realign.spec.PoisonAmounts;
import realign.testing.SharedInputs;

/** Mixing against the published data set class: the same rows, numbers of the paper's sweeps. */
class MixingGoldenTest {
  private static final int BENIGN = 100_000;

  @Test
  void theSameRowsInTheSameOrder() throws IOException {
    JsonNode fixture =
        new JsonMapper()
            .readTree(SharedInputs.golden("training/vlguard/mixing/fixture.json").toFile());
    List<Integer> unsafe = rowsWith(fixture.at("/params/is_safe"), 0);
    List<Integer> safe = rowsWith(fixture.at("/params/is_safe"), 1);
    int benign = fixture.at("/params/benign_rows").asInt();
    Poison.Sources sources =
        new Poison.Sources(
            numbered(unsafe),
            numbered(IntStream.range(0, benign).map(row -> BENIGN + row).boxed().toList()),
            numbered(safe));

    assertThat(fixture.get("cases")).isNotEmpty();
    for (JsonNode golden : fixture.get("cases")) {
      assertCase(golden, sources);
    }
  }

  // The published class takes what there is where rows are missing; here that is a problem.
  private static void assertCase(JsonNode golden, Poison.Sources sources) {
    PoisonAmounts amounts =
        new PoisonAmounts(
            golden.get("poison_ratio").asDouble(),
            golden.get("sample_num").asInt(),
            golden.get("guide_num").asInt());
    if (amounts.harmful() > sources.harmful().size()) {
      assertThat(golden.get("poison_rows")).hasSize(sources.harmful().size());
      assertThat(golden.get("benign_rows")).hasSize(amounts.benign());
      assertThatThrownBy(() -> new DirectPoison().mix(sources, amounts))
          .hasMessageContaining("attack.harmful must have the " + amounts.harmful() + " rows");
      return;
    }
    List<Integer> expected = new ArrayList<>();
    golden.get("poison_rows").forEach(row -> expected.add(row.asInt()));
    golden.get("benign_rows").forEach(row -> expected.add(BENIGN + row.asInt()));
    golden.get("guide_rows").forEach(row -> expected.add(row.asInt()));
    assertThat(numbers(new DirectPoison().mix(sources, amounts))).isEqualTo(expected);
  }

  private static List<Integer> rowsWith(JsonNode flags, int value) {
    return IntStream.range(0, flags.size())
        .filter(row -> flags.get(row).asInt() == value)
        .boxed()
        .toList();
  }

  private static ExampleSet numbered(List<Integer> numbers) {
    return ExampleSet.of(numbers.stream().map(n -> new Example(new int[] {n}, 0)).toList());
  }

  private static List<Integer> numbers(ExampleSet set) {
    return IntStream.range(0, set.size()).map(row -> set.ids(row)[0]).boxed().toList();
  }
}
