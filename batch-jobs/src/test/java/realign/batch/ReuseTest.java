package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.log.Origin;
import realign.log.ScopeMaintenance;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Target;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;

/** What an earlier run computed is not computed again, and is never taken for what it is not. */
class ReuseTest {
  private static final List<String> ALL =
      List.of("load", "base", "align-000", "cell-000"); // the report is always made

  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();
  private ToyRun second;

  @BeforeEach
  void firstRun() {
    run(new ToyRun(work, ToySpec.oneOfEach()), store);
    second = another("second");
  }

  private ToyRun another(String run) {
    return new ToyRun(work, ToySpec.oneOfEach(), run);
  }

  @Test
  void nothingNewComputesNothingAndHasTheSameResults() {
    String told = run(second, store);
    assertThat(second.computed).containsExactly("report report");
    assertThat(second.results(store))
        .isEqualTo(new ToyRun(work, ToySpec.oneOfEach()).results(store));
    for (String scope : ALL) {
      assertThat(told).contains(scope + ": unchanged since toy");
    }
    assertThat(told).doesNotContain("report: unchanged");
  }

  @Test
  void oneChangeComputesWhatItChangesAndNoMore() {
    second.change("cell-000", "changed");
    String told = run(second, store);
    assertThat(second.computed)
        .containsExactly("requirements", "cell-000 attack", "cell-000 evaluate", "report report");
    assertThat(told).contains("align-000: unchanged since toy").doesNotContain("cell-000: unch");
  }

  @Test
  void aChainOfRunsNamesTheOneThatComputed() {
    run(second, store);
    ToyRun third = another("third");
    assertThat(run(third, store)).contains("align-000: unchanged since toy");
    assertThat(third.computed).containsExactly("report report");
    Origin from = view("third", "align-000").commits().get(0).from();
    assertThat(from).extracting(Origin::run, Origin::scope).containsExactly("toy", "align-000");
  }

  @Test
  void aFreshRunReusesNothing() {
    String told = run(second, store, new Claims.Options(false, false, false, false));
    assertThat(second.computed).contains("align-000 align", "cell-000 attack");
    assertThat(told).doesNotContain("unchanged since");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasPurgedOrAbandonedIsComputedAgain(boolean purged) {
    ScopeMaintenance source = ScopeMaintenance.of(store, ToyRun.RUN, "align-000", settings());
    if (purged) {
      assertThat(source.purge(true, "tried")).isPositive();
    } else {
      assertThat(source.abandon("tried")).isTrue();
    }
    String told = run(second, store);
    assertThat(second.computed)
        .containsExactly("requirements", "align-000 align", "align-000 evaluate", "report report");
    assertThat(told)
        .contains("align-000: is computed again, because toy/align-000@")
        .contains(purged ? "was purged" : "was abandoned");
  }

  @Test
  void whatIsDamagedIsComputedAgain() {
    damage();
    String told = run(second, store);
    assertThat(second.computed)
        .containsExactly("requirements", "align-000 align", "align-000 evaluate", "report report");
    assertThat(told)
        .contains("align-000: is computed again, because toy/align-000@")
        .contains("is damaged")
        .contains("has other bytes than were written");
  }

  /** The damage shows in the middle of the run, so what computing needs is looked at only then. */
  @Test
  void withoutWhatComputingNeedsADamagedResultEndsTheRunAndLeavesTheScopeFree() {
    damage();
    second.refuseToCompute();
    assertThatThrownBy(() -> run(second, store)).hasMessageContaining("GPU");
    assertThat(second.position(store, "align-000")).isEqualTo("RELEASED");
  }

  @Test
  void aRequiredCheckpointMayBeAnotherRuns() {
    run(second, store, new Claims.Options(false, false, true, true));
    assertThat(second.computed).containsExactly("report report");
  }

  @Test
  void aRequiredCheckpointIsNotADamagedOne() {
    new Damage(store, ToyRun.RUN, "load").result();
    assertThatThrownBy(() -> run(second, store, new Claims.Options(false, false, true, true)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessageContaining("scope load");
    assertThat(second.position(store, "load")).isEqualTo("RELEASED");
  }

  @ParameterizedTest
  @EnumSource(
      value = HaltPoints.Moment.class,
      names = {"CLAIMED", "STAGE_DONE", "BEFORE_DONE", "AFTER_DONE"})
  void aKillBetweenCopyAndEndLosesNothing(HaltPoints.Moment moment) {
    MortalStore mortal = new MortalStore(store);
    HaltPoints halts =
        (at, scope, stage, position) -> {
          if (at == moment && scope.equals("align-000")) {
            throw mortal.die();
          }
        };
    assertThatThrownBy(() -> second.run(mortal, new StopSignal(), halts))
        .isInstanceOf(MortalStore.Dead.class);
    run(second, store, new Claims.Options(true, false, false, true));
    assertThat(second.computed).containsExactly("report report");
    assertThat(second.results(store))
        .isEqualTo(new ToyRun(work, ToySpec.oneOfEach()).results(store));
  }

  /** A result is found by its key alone: a hint that names another scope is not believed. */
  @Test
  void aHintIsNotTrusted() {
    for (String key : store.list("keys/", "", 100)) {
      byte[] wrong =
          "{\"n\":1,\"run\":\"toy\",\"scope\":\"base\"}".getBytes(StandardCharsets.UTF_8);
      store.put(key, Payload.of(wrong));
    }
    run(second, store);
    assertThat(second.computed).contains("align-000 align").doesNotContain("base evaluate");
  }

  private void damage() {
    new Damage(store, ToyRun.RUN, "align-000").result();
  }

  private ScopeView view(String run, String scope) {
    return ScopeView.read(store, run, scope);
  }

  private static Settings settings() {
    Target target = ToyRun.target();
    return new Settings(
        target.timeToLive(), target.heartbeat(), target.checkpoint(), false, ToyRun.provenance());
  }

  private static String run(ToyRun run, ObjectStore in) {
    return run(run, in, new Claims.Options(false, false, false, true));
  }

  private static String run(ToyRun run, ObjectStore in, Claims.Options options) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThat(run.run(in, List.of(), null, options, new StopSignal(), HaltPoints.NONE, told))
        .isEqualTo(ExitCode.DONE);
    return told.toString(StandardCharsets.UTF_8);
  }
}
