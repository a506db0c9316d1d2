package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {
  private static final String LONGEST = "a".repeat(40);

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "nightly-2026", "a--b", "nightly-now-202601310200"})
  void takesNamesThatKubernetesTakes(String id) {
    assertThat(new RunId(id)).hasToString(id);
    assertThat(new RunId(LONGEST)).hasToString(LONGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "../a", "a/b", "ä", "a\n", "a b"})
  void refusesOthers(String id) {
    assertThatThrownBy(() -> new RunId(id))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void refusesALongOne() {
    assertThatThrownBy(() -> new RunId(LONGEST + "a")).hasMessageContaining("at most 40");
  }

  @Test
  void theLongestNameOfASpecLeavesRoom() {
    String id = RunId.of("n".repeat(27), Digest.of("x")).text();
    assertThat(id).hasSize(36).startsWith("nnn").endsWith(Digest.of("x").substring(0, 8));
  }
}
