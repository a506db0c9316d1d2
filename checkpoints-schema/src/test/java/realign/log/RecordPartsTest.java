package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import realign.store.MemoryStore;

class RecordPartsTest {
  private final MemoryStore store = new MemoryStore();
  private final ScopeKeys keys = new ScopeKeys(Logs.RUN, "align-000");
  private final BlobReader reader = new BlobReader(store, keys, new Patience(Time.system()));
  private final RecordParts parts = new RecordParts(reader, new BlobWriter(store, keys, 0));

  private static List<Draft.Append> lines(boolean restricted, String... lines) {
    return List.of(new Draft.Append("steps", restricted, List.of(lines)));
  }

  @Test
  void partsAreJoinedAsABinaryCounterCarries() throws Exception {
    Map<String, List<RecordPart>> streams = Map.of();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      String line = "step " + i;
      expected.add(line);
      streams = parts.append(streams, lines(false, line));
      List<RecordPart> steps = streams.getOrDefault("steps", List.of());
      assertThat(steps).hasSize(Integer.bitCount(i));
      assertThat(steps.stream().mapToInt(RecordPart::weight).sum()).isEqualTo(i);
    }
    StringBuilder text = new StringBuilder();
    for (RecordPart part : streams.getOrDefault("steps", List.of())) {
      text.append(Logs.text(reader.read(part.blob())));
    }
    assertThat(text.toString().lines().toList()).isEqualTo(expected);
  }

  @Test
  void aDraftMayAppendToAStreamMoreThanOnceAndToMany() {
    List<Draft.Append> appends = new ArrayList<>(lines(false, "a", "b"));
    appends.addAll(lines(false, "c"));
    appends.add(new Draft.Append("texts", true, List.of("t")));
    appends.add(new Draft.Append("empty", false, List.of()));
    Map<String, List<RecordPart>> streams = parts.append(Map.of(), appends);
    assertThat(streams).containsOnlyKeys("steps", "texts");
    assertThat(streams.get("steps"))
        .singleElement()
        .satisfies(part -> assertThat(part.lines()).isEqualTo(3));
    assertThat(store.list(keys.blobs(0, true), "", 10)).hasSize(1);
  }

  @Test
  void aStreamIsRestrictedAlwaysOrNever() {
    Map<String, List<RecordPart>> streams = parts.append(Map.of(), lines(true, "a"));
    assertThatThrownBy(() -> parts.append(streams, lines(false, "b")))
        .hasMessageContaining("restricted in all commits or in none");
    List<Draft.Append> both = new ArrayList<>(lines(true, "b"));
    both.addAll(lines(false, "c"));
    assertThatThrownBy(() -> parts.append(Map.of(), both))
        .hasMessageContaining("restricted in all commits or in none");
  }

  @Test
  void aLineIsOneLine() {
    assertThatThrownBy(() -> parts.append(Map.of(), lines(false, "a\nb")))
        .hasMessageContaining("must not hold a line feed");
  }
}
