package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints that can be typed as they are told. */
class ProgramNameTest {
  private static final ProgramName SCRIPT = new ProgramName("scripts/realign");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "next    realign report one | next    scripts/realign report one",
        "realign stop, then realign restart | scripts/realign stop, then scripts/realign restart",
        "See realign --help. | See scripts/realign --help.",
        "ask for the Role realign-operator | ask for the Role realign-operator",
        "this version of realign, or another | this version of realign, or another",
        "scripts/realign status one | scripts/realign status one",
        "realign statusses | realign statusses",
      })
  void namesTheProgramWhereACommandFollows(String text, String shown) {
    assertThat(SCRIPT.in(text)).isEqualTo(shown);
    assertThat(SCRIPT.in(SCRIPT.in(text))).isEqualTo(shown);
    assertThat(new ProgramName("realign").in(text)).isEqualTo(text);
  }

  @Test
  void aPathMayHaveAnySign() {
    assertThat(new ProgramName("./a$1\\ b/realign").in("try realign ls"))
        .isEqualTo("try ./a$1\\ b/realign ls");
  }

  @Test
  void commandsTellHintsSoAndDocumentsDoNot(@TempDir Path folder) {
    TestWorld world = new TestWorld(folder);
    world.environment.put(ProgramName.VARIABLE, "scripts/realign");
    TinySpec.write(folder);
    assertThat(world.realign("report", "none", "-o", "json")).isEqualTo(5);
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isZero();
    assertThat(world.realign("report", "one", "-o", "json")).isEqualTo(5);
    assertThat(world.err()).contains("Look at scripts/realign status one");
    assertThat(world.out()).contains("Look at realign status one");
  }
}
