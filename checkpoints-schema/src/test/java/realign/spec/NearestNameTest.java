package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES = List.of("alpha", "rank", "dropout", "targets");

  @ParameterizedTest
  @CsvSource({"aplha, alpha", "Alpha, alpha", "rnk, rank", "drop-out, dropout", "target, targets"})
  void findsWhatWasMeant(String given, String meant) {
    assertThat(NearestName.of(given, NAMES)).contains(meant);
  }

  @Test
  void doesNotGuessWildly() {
    assertThat(NearestName.of("epochs", NAMES)).isEmpty();
    assertThat(NearestName.of("x".repeat(1 << 20), NAMES)).isEmpty();
    assertThat(NearestName.hint("epochs", NAMES))
        .isEqualTo("Known are alpha, rank, dropout, targets");
  }

  @ParameterizedTest
  @CsvSource({"a, a, 0", "ab, ba, 1", "kitten, sitting, 3", "'', abc, 3", "ca, abc, 3"})
  void countsEdits(String from, String to, int edits) {
    assertThat(NearestName.distance(from, to)).isEqualTo(edits);
  }
}
