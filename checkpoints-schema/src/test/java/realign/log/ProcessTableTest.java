package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  @TempDir Path proc = Path.of(".");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-1\n");
    Files.createDirectories(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[42]"));
    stat("self", "S", "100");
    stat("7", "S", "700");
    stat("8", "Z", "800");
  }

  /** Field 2 is the name, which may hold blanks and brackets; field 22 is the start. */
  private void stat(String pid, String state, String start) throws IOException {
    Files.createDirectories(proc.resolve(pid));
    Files.writeString(
        proc.resolve(pid).resolve("stat"),
        "7 (java (a) b) "
            + state
            + " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 "
            + start
            + " 23");
  }

  private ProcessTable table(Map<String, String> environment) {
    return new ProcessTable(proc, environment);
  }

  private static Holder process(long pid, String start) {
    return new Holder("a", null, null, "boot-1", "pid:[42]", pid, start);
  }

  @Test
  void aProcessIsGoneWhenItsIdOrItsStartIs() {
    ProcessTable table = table(Map.of());
    assertThat(table.gone(process(7, "700"))).isFalse();
    assertThat(table.gone(process(7, "699"))).isTrue();
    assertThat(table.gone(process(9, "900"))).isTrue();
    assertThat(table.gone(process(8, "800"))).isTrue();
  }

  @Test
  void whereTheHostDoesNotTellNobodyIsGone() throws IOException {
    Files.delete(proc.resolve("self/stat"));
    assertThat(table(Map.of()).gone(process(9, "900"))).isFalse();
  }

  @Test
  void aHolderIsDescribedByHostProcessAndJob() {
    Holder self =
        table(Map.of("REALIGN_JOB_UID", "job", "JOB_COMPLETION_INDEX", "3")).self("attempt");
    assertThat(self.bootId()).isEqualTo("boot-1");
    assertThat(self.processNamespace()).isEqualTo("pid:[42]");
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.jobUid()).isEqualTo("job");
    assertThat(self.jobIndex()).isEqualTo(3);
    assertThat(table(Map.of("JOB_COMPLETION_INDEX", "x")).self("b").jobIndex()).isNull();
  }

  @Test
  void thisProcessLives() {
    assertThat(new ProcessTable().gone(Holder.self())).isFalse();
  }
}
