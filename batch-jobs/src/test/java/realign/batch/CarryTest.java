package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import realign.log.Draft;
import realign.store.Payload;

class CarryTest {
  private final Carry carry = new Carry();

  @Test
  void withNothingCarriedADraftStaysAsItIs() {
    Draft draft = draft(1, Map.of(), Set.of(), "a");
    assertThat(carry.onto(draft)).isSameAs(draft);
  }

  @Test
  void recordsOfSkippedDraftsComeFirstAndOnce() {
    carry.keep(carry.onto(draft(1, Map.of(), Set.of(), "a")));
    carry.keep(carry.onto(draft(2, Map.of(), Set.of(), "b")));
    Draft third = carry.onto(draft(3, Map.of(), Set.of(), "c"));
    assertThat(lines(third)).containsExactly("a", "b", "c");
    assertThat(third.position()).isEqualTo(3);
    carry.clear();
    assertThat(lines(carry.onto(draft(4, Map.of(), Set.of(), "d")))).containsExactly("d");
  }

  @Test
  void theStateIsTheNewestOnesAlone() {
    Payload old = payload("old");
    carry.keep(new Draft("align", 1, false, Map.of("weights", old), Map.of(), Set.of(), List.of()));
    carry.keep(draft(1, Map.of("x", artefact("x")), Set.of(), "a"));
    assertThat(carry.onto(draft(2, Map.of(), Set.of(), "b")).state()).isEmpty();
  }

  @Test
  void artefactsAreCarriedUntilTheyAreDropped() {
    carry.keep(draft(1, Map.of("x", artefact("x"), "y", artefact("y")), Set.of("z"), "a"));
    Draft next = carry.onto(draft(2, Map.of(), Set.of("x"), "b"));
    assertThat(next.artefacts()).containsOnlyKeys("y");
    assertThat(next.drop()).containsExactlyInAnyOrder("x", "z");
  }

  @Test
  void anArtefactThatComesAgainIsNotDropped() {
    carry.keep(draft(1, Map.of(), Set.of("x"), "a"));
    Draft next = carry.onto(draft(2, Map.of("x", artefact("new")), Set.of(), "b"));
    assertThat(next.artefacts()).containsOnlyKeys("x");
    assertThat(next.drop()).isEmpty();
  }

  private static List<String> lines(Draft draft) {
    return draft.records().stream().flatMap(append -> append.lines().stream()).toList();
  }

  private static Draft draft(
      long position, Map<String, Draft.Artefact> artefacts, Set<String> drop, String line) {
    return new Draft(
        "align",
        position,
        false,
        Map.of(),
        artefacts,
        drop,
        List.of(new Draft.Append("steps", false, List.of(line))));
  }

  private static Draft.Artefact artefact(String text) {
    return new Draft.Artefact(payload(text), false);
  }

  private static Payload payload(String text) {
    return Payload.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
