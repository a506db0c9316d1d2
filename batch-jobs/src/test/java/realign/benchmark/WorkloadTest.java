package realign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.model.TokenBatch;
import realign.testing.SharedInputs;

class WorkloadTest {
  @Test
  void promptsCarryNoLabelsAndAreWhatGenerationGoesOnFrom(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("batches.jsonl");
    Files.writeString(
        file, "{\"batch\": 0, \"rows\": [[1, 5, 6], [1, 7]], \"prompt_lengths\": [2, 1]}\n");
    Workload.Batch batch = Workload.read(file).at(3);
    TokenBatch labelled = batch.labelled();
    assertThat(labelled.ids()).isDeepEqualTo(new int[][] {{1, 5, 6}, {1, 7}});
    assertThat(labelled.labels()).isDeepEqualTo(new int[][] {{-100, -100, 6}, {-100, 7}});
    assertThat(batch.prompts()).isDeepEqualTo(new int[][] {{1, 5}, {1}});
    assertThat(batch.lengths()).containsExactly(3, 2);
  }

  @Test
  void theSharedWorkloadIsWhatItsReadmeSays() {
    Workload tiny = Workload.read(SharedInputs.reference("workload/tiny.jsonl"));
    assertThat(tiny.batches()).hasSize(30);
    assertThat(tiny.batches().stream().mapToInt(batch -> batch.labelled().tokens()).sum())
        .isEqualTo(17185);
    assertThat(tiny.batches().stream().mapToInt(batch -> batch.labelled().labelled()).sum())
        .isEqualTo(8584);
  }

  @Test
  void stepsThatWarmUpRepeatTheFirstBatch() {
    StepRequest request = new StepRequest("", "", 4, 3, 2, Plan.SFT, 1, "f32", 8, 0);
    assertThat(java.util.stream.IntStream.range(0, 5).map(request::batch))
        .containsExactly(4, 4, 4, 5, 6);
  }
}
