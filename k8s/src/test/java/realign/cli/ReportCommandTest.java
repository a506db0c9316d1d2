package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.result.Verdict;
import realign.store.ObjectStore;

/** {@code realign report}. */
class ReportCommandTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isZero();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void fetchesAllFilesAndPrintsTheSummary() {
    new StoredRun(store, "one").reported(Verdict.Outcome.BLOCKED);
    assertThat(world.realign("report", "one")).as("the verdict is run's exit code").isZero();
    assertThat(world.out()).isEqualTo("# tiny\n\nAll is well.\n");
    for (String file : new String[] {"report.html", "report.json", "scores.csv", "summary.md"}) {
      assertThat(folder.resolve("one-report").resolve(file)).isNotEmptyFile();
      assertThat(world.err()).contains("wrote   " + folder.resolve("one-report").resolve(file));
    }
    assertThat(world.realign("report", "one")).as("twice is safe").isZero();
  }

  @Test
  void writesWhereItIsTold() {
    new StoredRun(store, "one").reported(null);
    assertThat(world.realign("report", "one", "--to", "here/there", "-o", "json")).isZero();
    JsonNode document = JsonDocuments.single(world.out(), "report");
    assertThat(document.path("files")).hasSize(4);
    assertThat(document.path("verdict").isNull()).isTrue();
    assertThat(folder.resolve("here/there/report.json")).isNotEmptyFile();
  }

  @Test
  void aRunWithoutAReportIsNotFound() {
    assertThat(world.realign("report", "one")).isEqualTo(5);
    assertThat(world.err()).contains("report of one").contains("realign status one");
    assertThat(folder.resolve("one-report")).doesNotExist();
    assertThat(world.realign("report", "other")).isEqualTo(5);
  }
}
