package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.store.ObjectStore;

/** The crash matrix in short: the chain that counts, halted in this process, and a few kills. */
class CrashMatrixTest {
  @TempDir static Path folder;
  private static CrashRun run;

  @BeforeAll
  static void undisturbedRun() {
    run = new CrashRun(ChainKind.TOY, folder);
  }

  static Stream<Arguments> rows() {
    List<String> all = StageMoments.all();
    List<String> remote =
        List.of("after-blob", "before-entry", "after-entry", "after-delete", "before-done");
    return Stream.concat(
        all.stream().map(moment -> Arguments.of("file", moment)),
        remote.stream().map(moment -> Arguments.of("s3", moment)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void endsWithTheSameBitsHaltedTwiceInEveryStage(String kind, String moment) {
    try (ObjectStore store = place(kind).open()) {
      Attempts attempts = new LocalAttempts(run, store, folder.resolve(kind + moment));
      MatrixRow row = MatrixRow.halted(moment, run, store, attempts);
      assertThat(row.complaints()).isEmpty();
      assertThat(row.count(MatrixRow.Verdict.PASSED)).isGreaterThanOrEqualTo(5);
    }
  }

  private static StoreUnderTest place(String kind) {
    return kind.equals("s3") ? StoreUnderTest.inS3() : StoreUnderTest.inFolder(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "s3"})
  void losesNothingWhenItIsKilledAtAnyMoment(String kind) {
    StoreUnderTest place = place(kind);
    Kills kills = new Kills(8);
    try (ObjectStore store = place.open()) {
      Victim victim =
          new Victim.Log(place.address(), folder.resolve(kind + "-killed"), place.environment());
      kills.killAll(victim, store, new SplittableRandom(7));
    }
    assertThat(kills.killed()).isPositive();
    assertThat(kills.lost()).isEmpty();
    assertThat(kills.differing()).isEmpty();
    assertThat(kills.faults()).isEmpty();
  }

  /** The audit is no proof unless it finds what it looks for. */
  @Test
  void theAuditFindsALostEntryAndADamagedBlob() {
    try (ObjectStore store = place("file").open()) {
      run.work(store, folder.resolve("audited"), HaltPoints.NONE);
      assertThat(LogAudit.faults(store, ToyRun.RUN, "align-000")).isEmpty();
      String log = "runs/" + ToyRun.RUN + "/align-000/log/";
      store.delete(store.list(log, "", 10).get(2));
      assertThat(LogAudit.faults(store, ToyRun.RUN, "align-000"))
          .anyMatch(fault -> fault.contains("has another parent"));
      Damage damage = new Damage(store, ToyRun.RUN, "cell-000");
      assertThat(damage.endOfStage("attack")).isPositive();
      assertThat(LogAudit.faults(store, ToyRun.RUN, "cell-000"))
          .anyMatch(fault -> fault.contains("missing or damaged"));
    }
  }
}
