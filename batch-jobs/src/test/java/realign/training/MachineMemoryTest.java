package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
  @TempDir private Path root;

  @BeforeEach
  void machine() throws IOException {
    put(
        "proc/meminfo",
        "MemTotal:  4096 kB\nMemAvailable:  3072 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
  }

  @Test
  void isTheMachinesWithoutALimit() throws IOException {
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(4096 << 10, 3072 << 10));
    put("sys/fs/cgroup/memory.max", "max\n");
    put("sys/fs/cgroup/memory.current", "1000\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(4096 << 10, 3072 << 10));
  }

  @Test
  void isTheGroupsWhereThatIsLess() throws IOException {
    put("sys/fs/cgroup/memory.max", "1000000\n");
    put("sys/fs/cgroup/memory.current", "700000\n");
    put("sys/fs/cgroup/memory.stat", "anon 5\ninactive_file 100000\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(1_000_000, 400_000));
  }

  @Test
  void readsTheOlderFormOfGroups() throws IOException {
    put("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000000\n");
    put("sys/fs/cgroup/memory/memory.usage_in_bytes", "700000\n");
    put("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 100000\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(1_000_000, 400_000));
  }

  @Test
  void isTheAddressSpacesWhereThatIsLess() throws IOException {
    put("proc/self/status", "VmPeak:\t 900 kB\nVmSize:\t 700 kB\n");
    put("proc/self/limits", "Max address space  unlimited  unlimited  bytes\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(4096 << 10, 3072 << 10));
    put(
        "proc/self/limits",
        "Max cpu time  1  2  s\nMax address space   1024000  unlimited  bytes\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(1000 << 10, 300 << 10));
    put("proc/self/limits", "Max address space   7  unlimited  bytes\n");
    assertThat(MachineMemory.read(root)).isEqualTo(new MachineMemory(7, 0));
  }

  @Test
  void isUnknownWhereNothingTells() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));
    assertThat(MachineMemory.read(root)).hasToString("an unknown amount");
  }

  private void put(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }
}
