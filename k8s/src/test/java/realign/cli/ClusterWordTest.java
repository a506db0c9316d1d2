package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import realign.cluster.JobView;
import realign.cluster.JobView.State;

/** The one word for what a cluster knows of a run. */
class ClusterWordTest {
  private static final JobView COORDINATOR = active("night-1", 1, 1);

  @Test
  void aRunWithoutJobsHasNone() {
    assertThat(ClusterWord.of("night-1", List.of())).isEmpty();
  }

  @Test
  void theWorkSpeaksWhileTheCoordinatorWaitsForIt() {
    assertThat(word(COORDINATOR)).isEqualTo("running night-1");
    assertThat(word(COORDINATOR, active("night-1-align", 2, 0))).isEqualTo("pending night-1-align");
    assertThat(word(COORDINATOR, active("night-1-align", 2, 1))).isEqualTo("running night-1-align");
    assertThat(word(COORDINATOR, active("night-1-align", 0, 0))).isEqualTo("pending night-1-align");
    assertThat(word(COORDINATOR, job("night-1-load", State.COMPLETE, "", 0, 0, "")))
        .isEqualTo("running night-1");
    assertThat(word(active("night-1", 1, 0))).isEqualTo("pending night-1");
  }

  @Test
  void aQueueIsToldFromAStop() {
    assertThat(word(COORDINATOR, job("night-1-align", State.SUSPENDED, "", 0, 0, "gpus")))
        .isEqualTo("queued night-1-align");
    assertThat(word(COORDINATOR, job("night-1-align", State.SUSPENDED, "", 0, 0, "")))
        .isEqualTo("suspended night-1-align");
    assertThat(word(job("night-1", State.SUSPENDED, "", 0, 0, ""), active("night-1-load", 1, 1)))
        .isEqualTo("suspended night-1");
  }

  @Test
  void aCoordinatorThatEndedHasTheLastWord() {
    JobView failed = job("night-1", State.FAILED, "PodFailurePolicy", 0, 0, "");
    assertThat(ClusterWord.of("night-1", List.of(failed, active("night-1-cells", 1, 1))))
        .contains(new ClusterWord("failed", "night-1", "PodFailurePolicy"));
    assertThat(word(job("night-1", State.COMPLETE, "", 0, 0, ""))).isEqualTo("complete night-1");
  }

  @Test
  void withoutACoordinatorItsJobsSpeak() {
    JobView done = job("night-1-load", State.COMPLETE, "", 0, 0, "");
    assertThat(word(done)).isEqualTo("complete night-1-load");
    JobView failed = job("night-1-cells", State.FAILED, "FailedIndexes", 0, 0, "");
    assertThat(word(done, failed)).isEqualTo("failed night-1-cells");
    assertThat(word(active("night-1-align", 1, 0), failed)).isEqualTo("failed night-1-cells");
    assertThat(word(active("night-1-align", 1, 1), failed)).isEqualTo("running night-1-align");
  }

  /** A cluster that does not count ready pods. */
  @Test
  void podsOfWhichNothingIsSaidRun() {
    assertThat(word(job("night-1", State.ACTIVE, "", 1, null, ""))).isEqualTo("running night-1");
  }

  private static String word(JobView... jobs) {
    return ClusterWord.of("night-1", Stream.of(jobs).toList())
        .map(word -> word.state() + " " + word.job())
        .orElseThrow();
  }

  private static JobView active(String name, int active, int ready) {
    return job(name, State.ACTIVE, "", active, ready, "");
  }

  private static JobView job(
      String name, State state, String reason, int active, @Nullable Integer ready, String queue) {
    return new JobView(
        name,
        "uid",
        "",
        state,
        reason,
        "",
        active,
        List.of(),
        List.of(),
        Instant.EPOCH,
        null,
        Map.of(),
        List.of(),
        queue,
        null,
        ready);
  }
}
