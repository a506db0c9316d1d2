package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.binding.Binder;

class JsonSpecTest {

  @Test
  void readsTheSameAsYaml() {
    RunSpec spec = Specs.read(Specs.nightly());
    String json = PrettyJson.write(Binder.tree(spec));
    assertThat(SpecReader.ofRunSpec().text("nightly.json", json).value()).isEqualTo(spec);
  }

  @Test
  void namesTheLineOfAProblem() {
    assertThatThrownBy(() -> SpecReader.ofTarget().text("t.json", "{\n\"threads\":\n0}"))
        .hasMessageContaining("t.json:2: threads must be at least 1, but is 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"threads\": 1, \"threads\": 2}",
        "{} {}",
        "{\"threads\": 01}",
        "{'threads': 1}",
        "{\"threads\": NaN}",
        "{\"threads\": 1e400}",
        "{\"threads\": 1} x",
        "[]",
        "1"
      })
  void refusesWhatIsNoTarget(String json) {
    assertThatThrownBy(() -> SpecReader.ofTarget().text("t.json", json))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID));
  }

  @Test
  void refusesDepthAndLength() {
    assertThatThrownBy(
            () -> SpecReader.ofTarget().text("t.json", "[".repeat(9000) + "]".repeat(9000)))
        .hasMessageContaining("RLN-111");
    assertThatThrownBy(
            () -> SpecReader.ofTarget().text("t.json", "{\"threads\": " + "1".repeat(9000) + "}"))
        .hasMessageContaining("RLN-111");
  }
}
