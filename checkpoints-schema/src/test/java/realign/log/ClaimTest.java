package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import realign.spec.ExitCode;
import realign.store.FaultyStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** When a scope may be claimed: point 5 of the protocol, rule by rule. */
class ClaimTest {
  private static final String SCOPE = "align-000";

  private final ObjectStore store = new MemoryStore();
  private final FakeTime time = new FakeTime();
  private final ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);

  private ScopeLog claim(Holder holder) {
    return claim(holder, Logs.settings());
  }

  private ScopeLog claim(Holder holder, Settings settings) {
    return Logs.claim(store, SCOPE, holder, settings, time);
  }

  private long waited() {
    return time.sleeps();
  }

  @Test
  void anEmptyLogAtOnce() {
    claim(Logs.elsewhere("a")).close();
    assertThat(waited()).isZero();
  }

  @Test
  void aReleasedScopeAtOnce() {
    claim(Logs.elsewhere("a")).release();
    try (ScopeLog log = claim(Logs.elsewhere("b"))) {
      assertThat(log.notices()).isEmpty();
    }
    assertThat(waited()).isZero();
  }

  @Test
  void theOwnJobAndIndexAtOnce() {
    claim(Logs.pod("a", "job", 1)).close();
    claim(Logs.pod("b", "job", 1)).close();
    assertThat(waited()).isZero();
    claim(Logs.pod("c", "job", 2)).close();
    assertThat(waited()).isEqualTo(6); // one time-to-live in heartbeats
    claim(Logs.pod("d", "other", 2)).close();
    assertThat(waited()).isEqualTo(12);
  }

  @Test
  void aProcessOfThisHostThatIsGoneAtOnce() {
    claim(Logs.gone("a")).close();
    claim(Holder.self()).close();
    assertThat(waited()).isZero();
  }

  @Test
  void aProcessOfThisHostThatLivesIsWatched() {
    claim(Holder.self()).close();
    claim(Holder.self()).close();
    assertThat(waited()).isEqualTo(6);
  }

  @Test
  void aProcessIdThatWasGivenAgainIsGone() {
    Holder self = Holder.self();
    Holder earlier =
        new Holder(
            "a", null, null, self.bootId(), self.processNamespace(), self.pid(), "another start");
    claim(earlier).close();
    claim(self).close();
    assertThat(waited()).isZero();
  }

  /** A process that was killed is not gone at once; its successor may look too early. */
  @Test
  void aProcessOfThisHostThatEndsWhileItIsWatched() throws Exception {
    Process dying = new ProcessBuilder("cat").start();
    String stat = Files.readString(Path.of("/proc/" + dying.pid() + "/stat"));
    Holder self = Holder.self();
    claim(
            new Holder(
                "a",
                null,
                null,
                self.bootId(),
                self.processNamespace(),
                dying.pid(),
                stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]))
        .close();
    time.onSleep(() -> dying.destroyForcibly().onExit().join());
    claim(self).close();
    assertThat(waited()).isEqualTo(1);
  }

  @Test
  void theSameProcessIdInAnotherNamespaceTellsNothing() {
    Holder self = Holder.self();
    claim(new Holder("a", null, null, self.bootId(), "pid:[1]", Integer.MAX_VALUE, "1")).close();
    claim(self).close();
    assertThat(waited()).isEqualTo(6);
  }

  @Test
  void whoeverIsSilentForATimeToLiveIsDead() {
    claim(Logs.elsewhere("a")).close();
    store.delete(keys.heartbeat(0)); // a missing heartbeat is one that stands still
    try (ScopeLog log = claim(Logs.elsewhere("b"))) {
      assertThat(log.notices()).singleElement().asString().contains("attempt a");
    }
    assertThat(Duration.ofNanos(time.nanoTime() - 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void whoeverGivesASignOfLifeHolds() {
    claim(Logs.elsewhere("a")).close();
    time.onSleep(() -> store.put(keys.heartbeat(0), Logs.bytes("{\"seq\":9}")));
    assertThatThrownBy(() -> claim(Logs.elsewhere("b")))
        .isInstanceOfSatisfying(
            ScopeHeldException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HELD))
        .hasMessageContaining(Logs.RUN + "/" + SCOPE)
        .hasMessageContaining("attempt a")
        .hasMessageContaining("--force")
        .hasMessageContaining("RLN-410");
    assertThat(waited()).isEqualTo(1);
  }

  @Test
  void whoeverCommitsHolds() {
    try (ScopeLog log = claim(Logs.elsewhere("a"))) {
      time.onSleep(() -> log.saveNow(Logs.draft(1)));
      assertThatThrownBy(() -> claim(Logs.elsewhere("b"))).isInstanceOf(ScopeHeldException.class);
    }
  }

  @Test
  void theHeartbeatOfAnEarlierClaimDoesNotCount() {
    claim(Logs.gone("a")).close();
    claim(Logs.gone("b")).close();
    time.onSleep(() -> store.put(keys.heartbeat(0), Logs.bytes("{\"seq\":" + waited() + "}")));
    claim(Logs.elsewhere("c")).close();
    assertThat(waited()).isEqualTo(6);
  }

  /** Whether to wait on is its caller's choice, who also hears that the process is to end. */
  @Test
  void aPodIsToldAsWell() {
    claim(Logs.elsewhere("a")).close();
    time.onSleep(() -> store.put(keys.heartbeat(0), Logs.bytes("{\"seq\":9}")));
    assertThatThrownBy(() -> claim(Logs.pod("b", "job", 0))).isInstanceOf(ScopeHeldException.class);
    assertThat(waited()).isEqualTo(1);
  }

  @Test
  void whoeverGivesUpWhileWatchedLeavesItFree() {
    ScopeLog holder = claim(Logs.elsewhere("a"));
    time.onSleep(holder::release);
    claim(Logs.elsewhere("b")).close();
    assertThat(waited()).isEqualTo(1);
  }

  @Test
  void whoeverFinishesWhileWatchedLeavesAResult() {
    try (ScopeLog holder = claim(Logs.elsewhere("a"))) {
      time.onSleep(
          () -> {
            holder.saveNow(Logs.end(1));
            holder.done("k", Map.of());
          });
      try (ScopeLog log = claim(Logs.elsewhere("b"))) {
        assertThat(log.isDone()).isTrue();
        assertThat(log.restore()).isNotNull();
      }
    }
    assertThat(waited()).isEqualTo(1);
  }

  @Test
  void theWatchEndsWhenTheProcessIsToEnd() {
    claim(Logs.elsewhere("a")).close();
    AtomicInteger asked = new AtomicInteger();
    long entries = store.list(keys.entries(), "", 100).size();
    assertThatThrownBy(
            () ->
                ScopeLog.claim(
                    store,
                    Logs.RUN,
                    SCOPE,
                    Logs.elsewhere("b"),
                    Logs.settings(),
                    most -> asked.incrementAndGet() == 2))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining(SCOPE);
    assertThat(asked).hasValue(2);
    assertThat(store.list(keys.entries(), "", 100)).hasSize((int) entries);
  }

  @Test
  void aStoreThatIsBusyAtFirstIsTriedAgain() {
    FaultyStore faulty = new FaultyStore(store);
    faulty.plan(2, FaultyStore.Call.PUT_IF_ABSENT, "probe/", FaultyStore.Fault.UNAVAILABLE);
    faulty.plan(1, FaultyStore.Call.PUT_IF_ABSENT, "probe/", FaultyStore.Fault.LOST_ANSWER);
    Logs.claim(faulty, SCOPE, Logs.elsewhere("a"), Logs.settings(), time).close();
    assertThat(faulty.planned()).isZero();
    assertThat(waited()).isEqualTo(3);
  }

  @Test
  void forceClaimsAtOnce() {
    claim(Logs.elsewhere("a")).close();
    try (ScopeLog log = claim(Logs.elsewhere("b"), Logs.force(Logs.settings()))) {
      assertThat(log.notices()).singleElement().asString().contains("taken over from attempt a");
    }
    assertThat(waited()).isZero();
  }

  @Test
  void aDoneScopeIsNeverClaimed() {
    try (ScopeLog log = claim(Logs.elsewhere("a"))) {
      log.saveNow(Logs.end(1));
      log.done("k", Map.of());
    }
    long before = store.list(keys.entries(), "", 100).size();
    try (ScopeLog log = claim(Logs.elsewhere("b"), Logs.force(Logs.settings()))) {
      assertThat(log.isDone()).isTrue();
      log.done("k", Map.of());
      log.release();
      log.flush();
    }
    assertThat(store.list(keys.entries(), "", 100)).hasSize((int) before);
  }
}
