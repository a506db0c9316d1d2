package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.log.Holder;
import realign.log.ScopeLog;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;

/** {@code --reuse-only}: what others finished is taken, and nothing else is touched. */
class FinishedCopiesTest {
  private static final List<String> ALL = List.of("load", "base", "align-000", "cell-000");

  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();
  private ToyRun second;

  @BeforeEach
  void firstRun() {
    ToyRun first = new ToyRun(work, ToySpec.oneOfEach());
    assertThat(first.run(store, new StopSignal(), HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
    second = new ToyRun(work, ToySpec.oneOfEach(), "second");
    second.refuseToCompute();
  }

  @Test
  void takesAllThatThereIs() {
    String told = take(store);
    for (String scope : ALL) {
      assertThat(told).contains(scope + ": unchanged since toy");
      assertThat(second.position(store, scope)).as(scope).startsWith("DONE");
    }
    assertThat(keysOf("report")).isEmpty();
    assertThat(second.computed).isEmpty();
  }

  @Test
  void aSecondTimeChangesNothing() {
    take(store);
    Map<String, String> before = objects();
    assertThat(take(store)).isEmpty();
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void whatNobodyFinishedIsNotTouched() {
    second.change("cell-000", "changed");
    String told = take(store);
    assertThat(told).contains("align-000: unchanged since toy").doesNotContain("cell-000");
    assertThat(keysOf("cell-000")).isEmpty();
  }

  @Test
  void withoutAnyResultNothingIsTouched() {
    MemoryStore empty = new MemoryStore();
    assertThat(take(empty)).isEmpty();
    assertThat(empty.list("", "", 10)).isEmpty();
  }

  @Test
  void whatIsDamagedIsLeftFreeForWhoeverComputesIt() {
    new Damage(store, ToyRun.RUN, "align-000").result();
    String told = take(store);
    assertThat(told)
        .contains("align-000: has to be computed, because toy/align-000@")
        .contains("is damaged")
        .contains("cell-000: unchanged since toy");
    assertThat(second.position(store, "align-000")).isEqualTo("RELEASED");
  }

  @Test
  void whoeverHoldsAScopeIsLeftAlone() {
    try (ScopeLog held = holdElsewhere(store, "align-000")) {
      String told = take(store);
      assertThat(told).contains("align-000: is left to its holder").contains("base: unchanged");
      assertThat(second.position(store, "align-000")).isEqualTo("CLAIMED");
      assertThat(held.isDone()).isFalse();
    }
  }

  @Test
  void aDamagedLogKeepsNoOtherScopeFromBeingTaken() {
    store.put(
        "runs/second/base/log/0000000000.json",
        Payload.of("damaged".getBytes(StandardCharsets.UTF_8)));
    assertThat(take(store))
        .contains("base: is left as it is", "RLN-412", "cell-000: unchanged since toy");
  }

  @Test
  void whoeverTakesAScopeOverMeanwhileIsLeftAlone() {
    HaltPoints overtaken =
        (at, scope, stage, position) -> {
          if (at == HaltPoints.Moment.BEFORE_DONE && scope.equals("base")) {
            ScopeLog.claim(
                    store,
                    "second",
                    scope,
                    Holder.self(),
                    Claims.settings(ToyRun.target(), true, ToyRun.provenance()))
                .close();
          }
        };
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThat(second.copyFinished(store, overtaken, told)).isEqualTo(ExitCode.DONE);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("base: is left as it is", "RLN-411", "cell-000: unchanged since toy");
  }

  @Test
  void aStopEndsItEvenWhileAHolderIsWatched() {
    StopSignal stop = new StopSignal();
    HaltPoints stopAtBase =
        (at, scope, stage, position) -> {
          if (scope.equals("base")) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThat(second.copyFinished(store, stop, stopAtBase, told)).isEqualTo(ExitCode.PREEMPTED);
    assertThat(second.position(store, "base")).startsWith("DONE");
    assertThat(keysOf("align-000")).isEmpty();
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("preempted before align-000 was looked at");
    MemoryStore held = new MemoryStore();
    new ToyRun(work, ToySpec.oneOfEach()).run(held, new StopSignal(), HaltPoints.NONE);
    StopSignal later = new StopSignal();
    try (ScopeLog log = holdElsewhere(held, "load")) {
      CompletableFuture<ExitCode> end =
          CompletableFuture.supplyAsync(
              () -> second.copyFinished(held, later, HaltPoints.NONE, told));
      later.raise(StopSignal.Reason.TERMINATED);
      assertThat(end.join()).isEqualTo(ExitCode.PREEMPTED);
      assertThat(log.isDone()).isFalse();
    }
  }

  private static ScopeLog holdElsewhere(ObjectStore in, String scope) {
    Holder elsewhere = new Holder("other", null, null, "boot", "pid:[1]", 7, "1");
    return ScopeLog.claim(
        in,
        "second",
        scope,
        elsewhere,
        Claims.settings(ToyRun.target(), false, ToyRun.provenance()));
  }

  @ParameterizedTest
  @EnumSource(
      value = HaltPoints.Moment.class,
      names = {"CLAIMED", "BEFORE_DONE", "AFTER_DONE"})
  void goesOnAfterAKill(HaltPoints.Moment moment) {
    MortalStore mortal = new MortalStore(store);
    HaltPoints halts =
        (at, scope, stage, position) -> {
          if (at == moment && scope.equals("align-000")) {
            throw mortal.die();
          }
        };
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThatThrownBy(() -> second.copyFinished(mortal, halts, told))
        .isInstanceOf(MortalStore.Dead.class);
    take(store);
    for (String scope : ALL) {
      assertThat(second.position(store, scope)).as(scope).startsWith("DONE");
    }
  }

  private String take(ObjectStore from) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThat(second.copyFinished(from, HaltPoints.NONE, told)).isEqualTo(ExitCode.DONE);
    return told.toString(StandardCharsets.UTF_8);
  }

  private List<String> keysOf(String scope) {
    return store.list("runs/second/" + scope + "/", "", 100);
  }

  private Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    for (String key : store.list("", "", 10_000)) {
      objects.put(key, Digest.of(store.get(key).orElseThrow()));
    }
    return objects;
  }
}
