package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ExitCode;
import realign.store.HaltPoint;
import realign.store.HaltingStore;
import realign.store.MemoryStore;

/**
 * The real chain on a tiny model, halted at every class of point: what comes out is the undisturbed
 * run to the bit.
 */
class RestartTest {
  @TempDir static Path folder;

  private static TinyRun tiny;
  private static List<String> expected;

  private final MemoryStore store = new MemoryStore();

  @BeforeAll
  static void undisturbedRun() {
    tiny = new TinyRun(folder);
    MemoryStore undisturbed = new MemoryStore();
    tiny.submit(undisturbed);
    assertThat(tiny.run(undisturbed, new StopSignal(), HaltPoints.NONE).code())
        .isEqualTo(ExitCode.BLOCKED);
    expected = tiny.results(undisturbed);
    assertThat(expected).noneMatch(line -> line.endsWith("is not done"));
    assertThat(expected)
        .anyMatch(line -> line.contains("{\"classifier\":true,\"lexicon\":"))
        .anyMatch(line -> line.contains("{\"classifier\":false,\"lexicon\":"));
  }

  @ParameterizedTest
  @CsvSource({
    "AFTER_READ, align-000, align, 2",
    "AFTER_STEP, cell-000, attack, 1",
    "STAGE_DONE, align-000, align, 1",
    "AFTER_STEP, align-000, evaluate, 2",
    "AFTER_STEP, report, report, 2"
  })
  void goesOnAfterAHaltBetweenTheEffects(
      HaltPoints.Moment moment, String scope, String stage, int nth) {
    tiny.submit(store);
    halt(moment, scope, stage, nth);
    finish();
  }

  private void halt(HaltPoints.Moment moment, String scope, String stage, int nth) {
    MortalStore mortal = new MortalStore(store);
    int[] passed = {0};
    HaltPoints halts =
        (at, atScope, atStage, position) -> {
          if (at == moment && atScope.equals(scope) && atStage.equals(stage)) {
            passed[0]++;
            if (passed[0] == nth) {
              throw mortal.die();
            }
          }
        };
    assertThatThrownBy(() -> tiny.run(mortal, new StopSignal(), halts))
        .isInstanceOf(MortalStore.Dead.class);
  }

  /** The stage is done again from the commit before its end, though the next one was to begin. */
  @ParameterizedTest
  @CsvSource({"align-000, align", "cell-000, attack"})
  void fallsBackAcrossTheEndOfAStage(String scope, String stage) {
    tiny.submit(store);
    halt(HaltPoints.Moment.STAGE_DONE, scope, stage, 1);
    assertThat(new Damage(store, TinyRun.RUN, scope).endOfStage(stage)).isPositive();
    finish();
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-blob:14", "after-blob:16", "before-entry:14", "after-entry:16"})
  void goesOnAfterAHaltWithinACommit(String point) {
    tiny.submit(store);
    HaltingStore halting = new HaltingStore(store, HaltPoint.parse(point));
    assertThat(catchThrowable(() -> tiny.run(halting, new StopSignal(), HaltPoints.NONE)))
        .isNotNull();
    assertThat(halting.halted()).isTrue();
    finish();
  }

  @Test
  void aStopInTheMiddleOfAStepCommitsTheOneBefore() {
    tiny.submit(store);
    StopSignal stop = new StopSignal();
    HaltPoints inStepTwo =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.BEFORE_STEP && stage.equals("align") && position == 1) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(tiny.run(store, stop, inStepTwo).code()).isEqualTo(ExitCode.PREEMPTED);
    finish();
  }

  private void finish() {
    assertThat(tiny.run(store, new StopSignal(), HaltPoints.NONE).code())
        .isEqualTo(ExitCode.BLOCKED);
    assertThat(tiny.results(store)).isEqualTo(expected);
  }
}
