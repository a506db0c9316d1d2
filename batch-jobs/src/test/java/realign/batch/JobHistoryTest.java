package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two settings without which a killed or terminated process loses history that it had written. */
class JobHistoryTest {
  /** H2 writes twice a second on its own, so that a kill may come too late to show the loss. */
  private static final int TRIES = 5;

  @TempDir Path folder;

  @Test
  void whatWasCommittedSurvivesAKill() {
    assertThat(statusAfterKill("cured", JobHistory.SETTINGS)).isEqualTo("COMPLETED");
  }

  @Test
  void withoutTheCureAKillLosesWhatWasCommitted() {
    List<String> status = new ArrayList<>();
    for (int i = 0; i < TRIES && status.stream().allMatch("COMPLETED"::equals); i++) {
      status.add(statusAfterKill("uncured-" + i, ";DB_CLOSE_ON_EXIT=FALSE"));
    }
    assertThat(status).as("by default H2 writes late").anyMatch(told -> !told.equals("COMPLETED"));
  }

  private String statusAfterKill(String name, String settings) {
    Path file = folder.resolve(name);
    try (ChildJvm child = start("kill", file, settings)) {
      assertThat(child.awaitExit()).isEqualTo(137);
      assertThat(child.lines()).contains("committed");
    }
    return status(file);
  }

  @Test
  void aTerminatedJobIsStoppedInTheHistory() {
    Path file = folder.resolve("cured");
    try (ChildJvm child = start("signal", file, JobHistory.SETTINGS)) {
      child.awaitLine("running");
      child.terminate();
      assertThat(child.awaitExit()).isEqualTo(75);
    }
    assertThat(status(file)).isEqualTo("STOPPED");
  }

  @Test
  void withoutOurSignalHandlerATerminatedJobLooksAsIfItStillRan() {
    Path file = folder.resolve("uncured");
    try (ChildJvm child = start("nothing", file, JobHistory.SETTINGS)) {
      child.awaitLine("running");
      child.terminate();
      assertThat(child.awaitExit()).isEqualTo(143);
    }
    assertThat(status(file)).isEqualTo("STARTED");
  }

  @Test
  void theDatabaseStaysOpenWhileTheProcessEnds() {
    assertThat(lastWords("cured", JobHistory.SETTINGS)).contains("written");
  }

  @Test
  void withoutTheCureTheDatabaseClosesItselfWhileTheProcessEnds() {
    assertThat(lastWords("uncured", ";WRITE_DELAY=0"))
        .anySatisfy(line -> assertThat(line).startsWith("refused"));
  }

  private List<String> lastWords(String name, String settings) {
    try (ChildJvm child = start("hook", folder.resolve(name), settings)) {
      child.awaitLine("running");
      child.terminate();
      child.awaitExit();
      return child.lines();
    }
  }

  private static ChildJvm start(String what, Path file, String settings) {
    return ChildJvm.start(HistoryChild.class, Map.of(), what, file.toString(), settings);
  }

  /** Status of the only execution; {@code lost} where it is not there or not complete. */
  private static String status(Path file) {
    try (JobHistory history = JobHistory.openFile(file, JobHistory.SETTINGS);
        BatchRuntime runtime = BatchRuntime.over(history, new CountingChain(position -> {}))) {
      BatchStatus status = runtime.operator().getJobExecution(1).getBatchStatus();
      return status.toString();
    } catch (NoSuchJobExecutionException e) {
      return "lost";
    }
  }
}
