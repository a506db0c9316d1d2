package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  /** Scripts and Job policies hold these numbers: none may ever change. */
  @Test
  void numbersAreStable() {
    String table =
        Arrays.stream(ExitCode.values())
            .map(code -> code + "=" + code.number())
            .collect(Collectors.joining(" "));
    assertThat(table)
        .isEqualTo(
            "DONE=0 FAILED=1 USAGE=2 INVALID=3 CREDENTIALS=4 NOT_FOUND=5 HELD=6"
                + " STORE_UNAVAILABLE=7 BLOCKED=10 INCONCLUSIVE=11 BUDGET=12 PREEMPTED=75"
                + " INTERRUPTED=130 TERMINATED=143");
  }

  @Test
  void helpHasALineForEach() {
    assertThat(ExitCode.help().lines())
        .hasSize(ExitCode.values().length)
        .contains("  75  preempted; the checkpoint is committed, start again");
  }

  @Test
  void isFoundByNumber() {
    assertThat(ExitCode.of(75)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(ExitCode.of(137)).isEqualTo(ExitCode.FAILED);
  }
}
