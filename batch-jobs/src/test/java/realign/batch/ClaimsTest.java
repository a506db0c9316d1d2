package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Target;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** When a process waits for another one, when it gives up, and that it hears a stop meanwhile. */
class ClaimsTest {
  private static final Claims.Options PLAIN = new Claims.Options(false, false, false, true);
  private static final Claims.Options WAIT = new Claims.Options(false, true, false, true);
  private static final Claims.Options CHECKPOINT = new Claims.Options(false, false, true, true);

  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();
  private ToyRun toy;

  @BeforeEach
  void freshRun() {
    toy = new ToyRun(work, ToySpec.oneOfEach());
  }

  @Test
  void whoDoesNotWaitIsRefusedWhatAnotherHolds() {
    heldElsewhere("load");
    assertThatThrownBy(() -> run(lively(), PLAIN, HaltPoints.NONE))
        .isInstanceOf(ScopeHeldException.class);
  }

  @Test
  void whoWaitsForAScopeHearsTheStop() {
    heldElsewhere("load");
    assertThat(runUntilTold(lively(), List.of(), "waiting until another process ends"))
        .isEqualTo(ExitCode.PREEMPTED);
    assertThat(ScopeView.read(store, ToyRun.RUN, "load").attempts()).hasSize(1);
  }

  @Test
  void aResultOfADeadProcessIsNotWaitedFor() {
    heldElsewhere("load");
    assertThatThrownBy(
            () ->
                toy.run(
                    store, List.of("align-000"), null, false, new StopSignal(), HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HELD))
        .hasMessageContaining("scope load")
        .hasMessageContaining("attempt other")
        .hasMessageContaining("--wait");
  }

  @Test
  void whoWaitsForAResultIsWarnedOfADeadProcess() {
    heldElsewhere("load");
    assertThat(runUntilTold(store, List.of("align-000"), "still waiting: scope load"))
        .isEqualTo(ExitCode.PREEMPTED);
  }

  @Test
  void aResultOfALivingProcessIsWaitedFor() {
    heldElsewhere("load");
    assertThat(runUntilTold(lively(), List.of("align-000"), "waiting for scope load"))
        .isEqualTo(ExitCode.PREEMPTED);
  }

  @Test
  void attemptsThatWereStoppedDoNotCount() {
    for (int i = 0; i <= ToyRun.target().recoveriesWithoutProgress(); i++) {
      StopSignal stop = new StopSignal();
      HaltPoints atOnce =
          (moment, scope, stage, position) -> stop.raise(StopSignal.Reason.TERMINATED);
      assertThat(toy.run(store, List.of(), null, false, stop, atOnce))
          .isEqualTo(ExitCode.PREEMPTED);
      assertThat(toy.position(store, "load")).isEqualTo("RELEASED");
    }
    assertThat(run(store, PLAIN, HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aCheckpointIsRequiredWhereTheRunGoesOnAndNotOfWhatComesAfter() {
    assertThatThrownBy(() -> run(store, CHECKPOINT, HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessageContaining("scope load");
    stopInLoad();
    assertThat(run(store, CHECKPOINT, HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aCheckpointIsRequiredOfAScopeThatWasBegun() {
    stopInLoad();
    heldElsewhere("align-000");
    assertThatThrownBy(() -> run(store, CHECKPOINT, HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessageContaining("scope align-000");
  }

  /** A process may have been killed between two scopes. */
  @Test
  void aCheckpointIsNotRequiredOfWhatFollowsAFinishedScope() {
    assertThat(toy.run(store, List.of("load"), null, false, new StopSignal(), HaltPoints.NONE))
        .isEqualTo(ExitCode.DONE);
    assertThat(run(store, CHECKPOINT, HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
  }

  @Test
  void anotherMachineIsSaidAloud() {
    stopIn("align");
    toy.computeOn(new Provenance(Digest.of("toy"), "test", Map.of("djl", "2"), "cpu", "AVX512", 2));
    assertThat(toy.runUntil(store, null))
        .contains(
            "align-000: resumed on other hardware: processor none -> AVX512, threads 1 -> 2, djl"
                + " none -> 2; bits are no longer promised")
        .doesNotContain("load: resumed on", "cell-000: resumed on");
  }

  @Test
  void anotherProgramIsSaidAloud() {
    stopIn("align");
    toy.computeOn(new Provenance(Digest.of("toy"), "newer", Map.of(), "cpu", "none", 1));
    assertThat(toy.runUntil(store, null))
        .contains("align-000: resumed under other conditions: code test -> newer; bits are no");
  }

  @Test
  void theSameMachineIsNoNews() {
    stopIn("align");
    assertThat(toy.runUntil(store, null))
        .contains(
            "align-000 align: resumed from step 1 of 5", "cell-000 attack: starting at step 0")
        .doesNotContain("bits are no longer promised");
  }

  private void stopInLoad() {
    stopIn("load");
  }

  private void stopIn(String inStage) {
    StopSignal stop = new StopSignal();
    HaltPoints afterAStep =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && stage.equals(inStage)) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    assertThat(toy.run(store, List.of(), null, false, stop, afterAStep))
        .isEqualTo(ExitCode.PREEMPTED);
    String scope = inStage.equals("load") ? "load" : inStage + "-000";
    assertThat(toy.position(store, scope)).isEqualTo("RELEASED " + inStage + " 1");
  }

  private ExitCode run(ObjectStore in, Claims.Options options, HaltPoints halts) {
    return toy.run(
        in, List.of(), null, options, new StopSignal(), halts, OutputStream.nullOutputStream());
  }

  /** Waits where it has to, and is stopped as soon as it tells something. */
  private ExitCode runUntilTold(ObjectStore in, List<String> scopes, String text) {
    StopSignal stop = new StopSignal();
    OutputStream told =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            if (toString(StandardCharsets.UTF_8).contains(text)) {
              stop.raise(StopSignal.Reason.TERMINATED);
            }
          }
        };
    return toy.run(in, scopes, null, WAIT, stop, HaltPoints.NONE, told);
  }

  /** Claimed by a process of another host that has shown no sign of life since. */
  private void heldElsewhere(String scope) {
    Target target = ToyRun.target();
    Settings settings =
        new Settings(
            target.timeToLive(),
            target.heartbeat(),
            target.checkpoint(),
            false,
            ToyRun.provenance());
    Holder other = new Holder("other", null, null, "another boot", "pid:[1]", 7, "1");
    ScopeLog.claim(store, ToyRun.RUN, scope, other, settings).close();
  }

  /** The store as it looks when every holder gives a sign of life between any two looks. */
  private ObjectStore lively() {
    AtomicLong seq = new AtomicLong(1000);
    return new ForwardingStore(store) {
      @Override
      public Optional<byte[]> getRange(String key, long offset, int length) {
        return super.getRange(key, offset, length)
            .map(bytes -> key.contains("/heartbeat-") ? beat(bytes) : bytes);
      }

      private byte[] beat(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8)
            .replaceFirst("\"seq\":\\d+", "\"seq\":" + seq.incrementAndGet())
            .getBytes(StandardCharsets.UTF_8);
      }
    };
  }
}
