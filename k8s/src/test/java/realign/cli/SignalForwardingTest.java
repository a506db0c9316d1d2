package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals to the command, with real processes: the command and its child. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalForwardingTest {
  /** Starts a command that a shell in the background would have told to ignore it. */
  private static final List<String> HEEDING_SIGINT = List.of("env", "--default-signal=INT");

  private static final int SIGINT = 2;

  @TempDir private Path folder;
  private Path told;
  private Process command;

  @BeforeEach
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void start() throws IOException {
    TinySpec.write(folder);
    told = folder.resolve("told");
    List<String> words = new ArrayList<>(sigintIsIgnored() ? HEEDING_SIGINT : List.of());
    words.addAll(
        JavaProcesses.command(SignalsMain.class, List.of("run", "tiny.yaml", "--run", "one")));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("FAKE_CHILD_TOLD", told.toString());
    command = builder.directory(folder.toFile()).start();
    untilTheChildIsThere();
  }

  @AfterEach
  @Timeout(60)
  void stop() throws InterruptedException {
    command.destroyForcibly().waitFor();
  }

  @Test
  void sigtermGoesToTheChildAndItsCodeComesBack() throws Exception {
    signal("TERM");
    assertThat(command.waitFor()).isEqualTo(75);
    assertThat(told).hasContent("SIGTERM");
    assertThat(rest()).contains("stopped one; the checkpoint is committed");
  }

  @Test
  void sigintClosesTheChildsInputSinceATerminalSignalsTheChildItself() throws Exception {
    signal("INT");
    assertThat(command.waitFor()).isEqualTo(75);
    assertThat(told).hasContent("end of stdin");
  }

  @Test
  void theChildEndsEvenWhenTheCommandIsKilled() throws Exception {
    signal("KILL");
    command.waitFor();
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(told).hasContent("end of stdin"));
  }

  /**
   * Whether children of this process would inherit that, as those of nohup and of jobs with {@code
   * &}.
   */
  private static boolean sigintIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >> (SIGINT - 1) & 1) == 1;
  }

  private void untilTheChildIsThere() throws IOException {
    BufferedReader err = command.errorReader(StandardCharsets.UTF_8);
    String line = err.readLine();
    while (line != null && !line.contains("child is there")) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
  }

  private String rest() throws IOException {
    StringBuilder rest = new StringBuilder();
    BufferedReader err = command.errorReader(StandardCharsets.UTF_8);
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      rest.append(line).append('\n');
    }
    return rest.toString();
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(command.pid())).start().waitFor();
    assertThat(Files.exists(folder)).isTrue();
  }
}
