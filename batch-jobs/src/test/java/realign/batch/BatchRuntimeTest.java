package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRuntimeTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void runsAJobToItsEnd() throws Exception {
    CountingChain chain = new CountingChain(position -> {});
    try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
      assertThat(runtime.await(runtime.startOrRestart("load", scope("load"))))
          .isEqualTo(BatchStatus.COMPLETED);
    }
    assertThat(chain.durable).isEqualTo(CountingChain.SIZE);
    assertThat(chain.opened).containsExactly("load/load");
    assertThat(said).isEmpty();
  }

  @Test
  void failureEndsTheJobAndTheNextRuntimeRestartsThatExecution() throws Exception {
    CountingChain chain =
        new CountingChain(
            position -> {
              if (position == 5) {
                throw new IllegalStateException("at five");
              }
            });
    try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
      assertThat(runtime.await(runtime.startOrRestart("load", scope("load"))))
          .isEqualTo(BatchStatus.FAILED);
    }
    assertThat(chain.durable).isEqualTo(3);

    CountingChain again = new CountingChain(position -> {});
    again.durable = 3;
    try (BatchRuntime runtime = BatchRuntime.open(folder, again, said::add)) {
      long execution = runtime.startOrRestart("load", scope("load"));
      assertThat(runtime.await(execution)).isEqualTo(BatchStatus.COMPLETED);
      assertThat(executions(runtime, execution)).isEqualTo(2);
    }
    assertThat(again.marks).containsExactly("load/load/3");
  }

  @Test
  void stopIsSeenAfterTheItemAndCommitsIt() throws Exception {
    CompletableFuture<Runnable> stop = new CompletableFuture<>();
    CountingChain chain =
        new CountingChain(
            position -> {
              if (position == 5) {
                stop.join().run();
              }
            });
    try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
      long execution = runtime.startOrRestart("load", scope("load"));
      stop.complete(() -> runtime.stop(execution));
      assertThat(runtime.await(execution)).isEqualTo(BatchStatus.STOPPED);
    }
    assertThat(chain.durable).isEqualTo(5);
  }

  @Test
  void aFinishedJobIsStartedAgainSinceTheLogDecides() throws Exception {
    for (int i = 0; i < 2; i++) {
      CountingChain chain = new CountingChain(position -> {});
      try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
        long execution = runtime.startOrRestart("align", scope("align-000"));
        assertThat(runtime.await(execution)).isEqualTo(BatchStatus.COMPLETED);
        assertThat(executions(runtime, execution)).isEqualTo(1);
      }
      assertThat(chain.opened).containsExactly("align-000/align", "align-000/evaluate");
    }
  }

  @Test
  void restartOpensCompletedStepsToo() throws Exception {
    CountingChain good = new CountingChain(position -> {});
    CountingChain chain =
        new CountingChain(
            position -> {
              throw new IllegalStateException("second stage");
            });
    good.durable = CountingChain.SIZE;
    try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
      assertThat(runtime.await(runtime.startOrRestart("align", scope("align-000"))))
          .isEqualTo(BatchStatus.FAILED);
    }
    try (BatchRuntime runtime = BatchRuntime.open(folder, good, said::add)) {
      assertThat(runtime.await(runtime.startOrRestart("align", scope("align-000"))))
          .isEqualTo(BatchStatus.COMPLETED);
    }
    assertThat(good.opened).containsExactly("align-000/align", "align-000/evaluate");
  }

  @Test
  void aDamagedHistoryIsPassedOverAloud() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("history.mv.db"), "not a database".repeat(1000));
    CountingChain chain = new CountingChain(position -> {});
    try (BatchRuntime runtime = BatchRuntime.open(folder, chain, said::add)) {
      assertThat(runtime.await(runtime.startOrRestart("load", scope("load"))))
          .isEqualTo(BatchStatus.COMPLETED);
    }
    assertThat(said).singleElement().asString().contains("locked or unreadable");
    assertThat(folder.resolve("history-2.mv.db")).exists();
  }

  private static long executions(BatchRuntime runtime, long execution) {
    List<JobExecution> all =
        runtime.operator().getJobExecutions(runtime.operator().getJobInstance(execution));
    return all.size();
  }

  private static Properties scope(String name) {
    Properties parameters = new Properties();
    parameters.setProperty("scope", name);
    return parameters;
  }
}
