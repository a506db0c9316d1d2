package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.log.ScopeHeldException;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.store.ForwardingStore;
import realign.store.HaltPoint;
import realign.store.HaltingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/** Restart of the whole chain after a halt at any point, with stages that only count. */
class ToyRestartTest {
  @TempDir static Path undisturbedWork;
  private static List<String> expected;

  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();
  private ToyRun toy;

  @BeforeAll
  static void undisturbedRun() {
    MemoryStore undisturbed = new MemoryStore();
    ToyRun run = new ToyRun(undisturbedWork, ToySpec.oneOfEach());
    assertThat(run.run(undisturbed, new StopSignal(), HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
    expected = run.results(undisturbed);
    assertThat(expected).hasSize(7 * (int) ToyRun.STEPS + 7);
  }

  @BeforeEach
  void freshRun() {
    toy = new ToyRun(work, ToySpec.oneOfEach());
  }

  @ParameterizedTest
  @CsvSource({
    "CLAIMED, align-000, ''",
    "OPENED, align-000, align",
    "AFTER_READ, cell-000, attack",
    "BEFORE_STEP, align-000, evaluate",
    "AFTER_STEP, align-000, align",
    "BEFORE_COMMIT, cell-000, evaluate",
    "AFTER_COMMIT, load, load",
    "STAGE_DONE, align-000, align",
    "BEFORE_DONE, base, evaluate",
    "AFTER_DONE, cell-000, evaluate",
    "AFTER_STEP, report, report"
  })
  void goesOnAfterAHaltBetweenTheEffects(HaltPoints.Moment moment, String scope, String stage) {
    halt(moment, scope, stage, 1);
    finish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "before-blob:3",
        "after-blob:4",
        "before-entry:4",
        "after-entry:5",
        "before-delete:2",
        "after-delete:2"
      })
  void goesOnAfterAHaltWithinACommit(String point) {
    HaltingStore halting = new HaltingStore(store, HaltPoint.parse(point));
    assertThat(catchThrowable(() -> toy.run(halting, new StopSignal(), HaltPoints.NONE)))
        .isNotNull();
    assertThat(halting.halted()).isTrue();
    finish();
  }

  @Test
  void goesOnAfterTwoHaltsInARow() {
    halt(HaltPoints.Moment.AFTER_STEP, "align-000", "align", 3);
    halt(HaltPoints.Moment.OPENED, "align-000", "align", 1);
    finish();
  }

  @Test
  void goesOnWithoutTheHistory() throws IOException {
    halt(HaltPoints.Moment.AFTER_STEP, "align-000", "align", 3);
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    finish();
  }

  @Test
  void aStopCommitsTheLastFinishedItemAndGivesTheScopeUp() {
    StopSignal stop = new StopSignal();
    HaltPoints stopAtThree =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && stage.equals("align") && position == 3) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(toy.run(store, stop, stopAtThree)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(toy.position(store, "align-000")).isEqualTo("RELEASED align 3");
    assertThat(toy.run(store, List.of(), null, false, new StopSignal(), HaltPoints.NONE))
        .isEqualTo(ExitCode.DONE);
    assertThat(toy.results(store)).isEqualTo(expected);
  }

  @Test
  void aStopInTheMiddleOfAnItemLeavesItUndone() {
    StopSignal stop = new StopSignal();
    HaltPoints stopInFour =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.BEFORE_STEP && stage.equals("align") && position == 3) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(toy.run(store, stop, stopInFour)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(toy.position(store, "align-000")).isEqualTo("RELEASED align 3");
    finish();
  }

  @Test
  void endsAfterTheStageThatWasNamedAndAgainWithoutDoingMore() {
    for (int i = 0; i < 2; i++) {
      assertThat(toy.run(store, List.of(), "align", false, new StopSignal(), HaltPoints.NONE))
          .isEqualTo(ExitCode.DONE);
      assertThat(toy.position(store, "align-000")).isEqualTo("RELEASED align 5");
    }
    finish();
  }

  @Test
  void aSecondProcessIsRefusedAndNothingIsLost() {
    HaltPoints second =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && stage.equals("align") && position == 3) {
            assertThatThrownBy(
                    () ->
                        toy.run(
                            store,
                            List.of("align-000"),
                            null,
                            false,
                            new StopSignal(),
                            HaltPoints.NONE))
                .isInstanceOf(ScopeHeldException.class);
          }
        };
    assertThat(toy.run(store, new StopSignal(), second)).isEqualTo(ExitCode.DONE);
    assertThat(toy.results(store)).isEqualTo(expected);
  }

  @Test
  void aSweepIsStoppedBetweenTwoJobsAndGoesOn() {
    ToyRun sweep = new ToyRun(work, ToySpec.sweep());
    StopSignal stop = new StopSignal();
    HaltPoints afterTheFirstAlignment =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_DONE && scope.equals("align-000")) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(sweep.run(store, stop, afterTheFirstAlignment)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(sweep.position(store, "align-000")).startsWith("DONE");
    assertThat(sweep.position(store, "align-001")).isEqualTo("NONE");
    assertThat(sweep.run(store, new StopSignal(), HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
    assertThat(sweep.results(store)).noneMatch(line -> line.endsWith("is not done"));
  }

  @Test
  void aStopThatComesWhenAllIsDoneDoesNotMatter() {
    StopSignal stop = new StopSignal();
    HaltPoints atTheEnd =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_DONE && scope.equals("report")) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(toy.run(store, stop, atTheEnd)).isEqualTo(ExitCode.DONE);
    assertThat(toy.results(store)).isEqualTo(expected);
  }

  @Test
  void aStopThatCannotCommitIsNotToldAsAPreemption() {
    StopSignal stop = new StopSignal();
    CountDownLatch claimAndFirstCommit = new CountDownLatch(2);
    ObjectStore full =
        new ForwardingStore(store) {
          @Override
          public boolean putIfAbsent(String key, Payload payload) {
            if (stop.raised()) {
              throw new StoreException("disk full", null, StoreException.Kind.REFUSED);
            }
            boolean created = super.putIfAbsent(key, payload);
            if (key.contains("/align-000/log/")) {
              claimAndFirstCommit.countDown();
            }
            return created;
          }
        };
    HaltPoints stopAtThree =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && stage.equals("align") && position == 3) {
            await(claimAndFirstCommit); // a side thread writes it
            stop.raise(StopSignal.Reason.INTERRUPTED);
          }
        };
    assertThatThrownBy(() -> toy.run(full, stop, stopAtThree))
        .isInstanceOfSatisfying(
            Launcher.LostOnStop.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
    assertThat(toy.position(store, "align-000")).isEqualTo("RUNNING align 2");
    finish();
  }

  @ParameterizedTest
  @CsvSource({"align-000, align", "cell-000, attack"})
  void fallsBackAcrossTheEndOfAStage(String scope, String stage) {
    halt(HaltPoints.Moment.STAGE_DONE, scope, stage, 1);
    assertThat(new Damage(store, ToyRun.RUN, scope).endOfStage(stage)).isPositive();
    finish();
  }

  /** The history says that the next stage was stopped, so the batch runtime may begin there. */
  @Test
  void fallsBackAcrossTheEndOfAStageAfterAStopInTheNextOne() {
    StopSignal stop = new StopSignal();
    HaltPoints inEvaluate =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.OPENED
              && scope.equals("align-000")
              && stage.equals("evaluate")) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(toy.run(store, stop, inEvaluate)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(new Damage(store, ToyRun.RUN, "align-000").endOfStage("align")).isPositive();
    finish();
  }

  @ParameterizedTest
  @CsvSource({"STAGE_DONE, align", "BEFORE_DONE, evaluate"})
  void damageWhileItWorksEndsTheAttemptAndTheNextOneGoesOn(HaltPoints.Moment moment, String stage) {
    HaltPoints damage =
        (at, scope, atStage, position) -> {
          if (at == moment && scope.equals("align-000") && atStage.equals(stage)) {
            assertThat(new Damage(store, ToyRun.RUN, scope).endOfStage(stage)).isPositive();
          }
        };
    assertThatThrownBy(() -> toy.run(store, new StopSignal(), damage))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-729")
        .hasMessageContaining("Run again");
    assertThat(toy.position(store, "align-000")).startsWith("RELEASED");
    finish();
  }

  @Test
  void givesUpAfterTooManyAttemptsThatCommittedNothing() {
    int limit = ToyRun.target().recoveriesWithoutProgress();
    for (int i = 0; i < limit; i++) {
      MortalStore mortal = new MortalStore(store);
      HaltPoints atOnce =
          (moment, scope, stage, position) -> {
            if (moment == HaltPoints.Moment.BEFORE_STEP) {
              throw mortal.die();
            }
          };
      assertThatThrownBy(() -> toy.run(mortal, List.of(), null, false, new StopSignal(), atOnce))
          .isInstanceOf(MortalStore.Dead.class);
    }
    assertThatThrownBy(
            () -> toy.run(store, List.of(), null, false, new StopSignal(), HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUDGET))
        .hasMessageContaining("5 attempts in a row");
    finish();
  }

  @Test
  void aScopeWhoseInputIsNotThereIsRefused() {
    assertThatThrownBy(
            () ->
                toy.run(
                    store, List.of("align-000"), null, false, new StopSignal(), HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessageContaining("load");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
    assertThatThrownBy(() -> toy.run(mortal, new StopSignal(), halts))
        .isInstanceOf(MortalStore.Dead.class);
  }

  private void finish() {
    assertThat(toy.run(store, new StopSignal(), HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
    assertThat(toy.results(store)).isEqualTo(expected);
  }
}
