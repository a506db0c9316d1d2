package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFactsTest {
  @TempDir private Path folder;
  private Path file = Path.of("");
  private Path sidecar = Path.of("");
  private final AtomicInteger found = new AtomicInteger();

  /** Keeps every fact; for this clock all files were written long ago. */
  private final FileFacts facts =
      new FileFacts(0, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(folder.resolve("model.safetensors"), "weights");
    sidecar = folder.resolve(".model.safetensors.digest.json");
  }

  private String get(Path of, String name, String value) throws IOException {
    return facts.get(
        of,
        name,
        kept -> !kept.equals("bad"),
        path -> {
          found.incrementAndGet();
          return value;
        });
  }

  @Test
  void eachIsFoundOnce() throws IOException {
    get(file, "one", "1");
    get(file, "two", "2");
    assertThat(get(file, "one", "other")).isEqualTo("1");
    assertThat(get(file, "two", "other")).isEqualTo("2");
    assertThat(found).hasValue(2);
  }

  @Test
  void whatIsNotKeepableIsFoundEachTime() throws IOException {
    assertThat(get(file, "one", "bad")).isEqualTo("bad");
    assertThat(sidecar).doesNotExist();
    assertThat(get(file, "one", "1")).isEqualTo("1");
    Files.writeString(sidecar, Files.readString(sidecar).replace("\"1\"", "\"bad\""));
    assertThat(get(file, "one", "2")).isEqualTo("2");
  }

  @Test
  void nothingSurvivesAChange() throws IOException {
    get(file, "one", "1");
    get(file, "two", "2");
    Files.writeString(file, "changed");
    assertThat(get(file, "two", "new")).isEqualTo("new");
    assertThat(get(file, "one", "new")).as("kept for the file before").isEqualTo("new");
  }

  @Test
  void aFolderThatCannotBeWrittenCostsTimeOnly() throws IOException {
    Files.createDirectories(sidecar.resolve("in the way"));
    assertThat(get(file, "one", "1")).isEqualTo("1");
    assertThat(get(file, "one", "1")).isEqualTo("1");
    assertThat(found).hasValue(2);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  /** The hub's cache: a folder of links to files that are named by their content. */
  @Test
  void ofALinkTheFileBehindItCounts() throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    Path link = Files.createSymbolicLink(snapshot.resolve("model.safetensors"), file);
    get(link, "one", "1");
    assertThat(snapshot.resolve(".model.safetensors.digest.json")).exists();
    Path fresh = Files.writeString(folder.resolve("fresh"), "WEIGHTS");
    Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
    Files.delete(link);
    Files.createSymbolicLink(link, fresh);
    assertThat(get(link, "one", "2")).isEqualTo("2");
  }

  @Test
  void manyAtOnceAllGetItAndTheSidecarStaysWhole() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String name = "fact-" + i % 2;
      calls.add(
          () -> {
            start.await();
            String last = "";
            for (int round = 0; round < 50; round++) {
              Files.deleteIfExists(sidecar);
              last = get(file, name, name);
            }
            return last + " of " + name;
          });
    }
    try {
      for (var result : pool.invokeAll(calls)) {
        assertThat(result.get()).isIn("fact-0 of fact-0", "fact-1 of fact-1");
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(get(file, "fact-0", "fact-0")).isEqualTo("fact-0");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }
}
