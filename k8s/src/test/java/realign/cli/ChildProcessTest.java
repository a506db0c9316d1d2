package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import realign.spec.BatchJvm;
import realign.spec.ProblemException;

/** Output and exit codes of children. */
@Timeout(60)
class ChildProcessTest {

  @Test
  void readsBothStreamsOfARealProcessToTheirEnd() {
    ChildStarter shell =
        (arguments, variables) ->
            new ProcessBuilder(
                    "sh",
                    "-c",
                    "i=0; while [ $i -lt 5000 ]; do echo '{\"event\":\"note\",\"text\":\"n\"}';"
                        + " echo a long line of talk on stderr >&2; i=$((i+1)); done; exit 12")
                .start();
    List<Event> events = new ArrayList<>();
    List<String> talk = new CopyOnWriteArrayList<>();
    int exit = ChildProcess.start(shell, List.of(), Map.of()).follow(events::add, talk::add);
    assertThat(exit).isEqualTo(12);
    assertThat(events).hasSize(5000);
    assertThat(talk).hasSize(5000);
  }

  @Test
  void aProcessThatKillsItselfGives137() {
    ChildStarter shell =
        (arguments, variables) -> new ProcessBuilder("sh", "-c", "kill -9 $$").start();
    int exit = ChildProcess.start(shell, List.of(), Map.of()).follow(e -> {}, t -> {});
    assertThat(exit).isEqualTo(137);
    assertThat(Child.exitCode(exit).number()).isEqualTo(1);
    assertThat(Child.abnormalEnd(exit)).contains("signal 9");
    assertThat(Child.abnormalEnd(143)).isNull();
    assertThat(Child.abnormalEnd(75)).isNull();
    assertThat(Child.abnormalEnd(134)).contains("signal 6");
  }

  @Test
  void theJavaCommandHasClassPathAndOptions() {
    JavaChild child =
        new JavaChild(
            Map.of(JavaChild.CLASS_PATH, "a.jar:b.jar", BatchJvm.OPTIONS, " -Xmx2g  -ea "));
    List<String> command = child.command(List.of("check", "x.yaml"));
    assertThat(command)
        .endsWith("-Xmx2g", "-ea", "-cp", "a.jar:b.jar", "realign.batch.Main", "check", "x.yaml");
  }

  @Test
  void aMissingClassPathIsTold() {
    assertThatThrownBy(() -> new JavaChild(Map.of()).command(List.of()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("scripts/realign");
  }
}
