package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.store.MemoryStore;
import realign.store.Payload;

/** A run whose attempts may take so many hours together, on a clock on which a step takes one. */
class BudgetedRunTest {
  private static final Claims.Options PLAIN = new Claims.Options(false, false, false, true);

  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();
  private final AtomicLong clock = new AtomicLong();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final HaltPoints hourAStep =
      (moment, scope, stage, position) -> {
        if (moment == HaltPoints.Moment.AFTER_STEP) {
          clock.addAndGet(Duration.ofHours(1).toNanos());
        }
      };

  @Test
  void endsWithItsCheckpointAndGoesOnToTheSameBits() {
    MemoryStore undisturbed = new MemoryStore();
    ToyRun expected = new ToyRun(work.resolve("expected"), ToySpec.oneOfEach());
    expected.run(undisturbed, new StopSignal(), HaltPoints.NONE);

    ToyRun toy = toy();
    assertThatThrownBy(() -> toy.run(store, target("3h"), PLAIN, hourAStep, told))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUDGET))
        .hasMessageContaining("cluster.budget")
        .hasMessageContaining("3 h 0 min");
    assertThat(toy.position(store, "load")).isEqualTo("RELEASED load 3");
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("budget spent; checkpoint at load load 3 committed");

    assertThat(toy.run(store, target("100h"), PLAIN, hourAStep, told)).isEqualTo(ExitCode.DONE);
    assertThat(toy.results(store)).isEqualTo(expected.results(undisturbed));
  }

  @Test
  void nothingIsComputedOnceTheLogsSayThatItIsSpent() {
    ToyRun toy = toy();
    toy.run(store, List.of(), "load", PLAIN, new StopSignal(), slow(), told);
    toy.computed.clear();
    assertThatThrownBy(
            () -> toy.run(store, target("1ms"), PLAIN, slow(), OutputStream.nullOutputStream()))
        .hasMessageContaining("RLN-733");
    assertThat(toy.computed).isEmpty();
    assertThat(store.list("runs/toy/base/", "", 1)).isEmpty();
  }

  /** Ten hours are spent with the last item of each alignment and cell. */
  @Test
  void whatIsCompleteIsFinished() {
    assertThat(toy().run(store, target("10h"), PLAIN, hourAStep, told)).isEqualTo(ExitCode.DONE);
  }

  @Test
  void theReportIsMadeThoughAllIsSpent() {
    ToyRun toy = toy();
    for (String scope : List.of("load", "base", "align-000", "cell-000")) {
      toy.run(store, List.of(scope), null, PLAIN, new StopSignal(), slow(), told);
    }
    toy.computed.clear();
    assertThat(toy.run(store, target("1ms"), PLAIN, HaltPoints.NONE, told))
        .isEqualTo(ExitCode.DONE);
    assertThat(toy.computed).containsExactly("report report");
  }

  @Test
  void aDamagedLogEndsNoOtherScope() {
    store.put(
        "runs/toy/cell-000/log/0000000000.json",
        Payload.of("damaged".getBytes(StandardCharsets.UTF_8)));
    ToyRun toy = toy();
    for (String scope : List.of("load", "base", "align-000")) {
      assertThat(toy.run(store, List.of(scope), target("100h"), PLAIN, told))
          .isEqualTo(ExitCode.DONE);
    }
  }

  private static HaltPoints slow() {
    return (moment, scope, stage, position) -> {
      if (moment == HaltPoints.Moment.BEFORE_DONE) {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 2) {
          Thread.onSpinWait();
        }
      }
    };
  }

  private ToyRun toy() {
    ToyRun toy = new ToyRun(work.resolve("toy"), ToySpec.oneOfEach());
    toy.readClock(clock::get);
    return toy;
  }

  private static Target target(String budget) {
    String text =
        """
        timeToLive: 400ms
        heartbeat: 100ms
        checkpoint: {everySteps: 2, keepLast: 2}
        cluster: {image: realign, budget: %s}
        """
            .formatted(budget);
    return SpecReader.ofTarget().text("target", text).value();
  }
}
