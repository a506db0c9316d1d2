package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** How long attempts took, on a clock that tests move. */
class AttemptTimeTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore store = new MemoryStore();
  private final FakeTime time = new FakeTime();
  private final ScopeStore at = new ScopeStore(store, new ScopeKeys(Logs.RUN, SCOPE), time);

  @Test
  void nothingWasSpentWhereNobodyBegan() {
    assertThat(new AttemptTimes(store, Logs.RUN).of(at, true))
        .isEqualTo(new AttemptTime(Duration.ZERO, false));
  }

  @Test
  void aReleaseAndTheEndAreExact() {
    try (ScopeLog log = claim("a")) {
      minutes(10);
      log.saveNow(Logs.draft(1));
      minutes(5);
      log.release();
    }
    assertThat(spent()).isEqualTo(Duration.ofMinutes(15));
    minutes(60); // nobody pays for the time between
    try (ScopeLog log = claim("b")) {
      assertThat(log.restore()).isNotNull();
      minutes(20);
      log.saveNow(Logs.end(2));
      log.done("0".repeat(64), Map.of());
    }
    minutes(60);
    assertThat(new AttemptTimes(store, Logs.RUN).of(at, true))
        .isEqualTo(new AttemptTime(Duration.ofMinutes(35), true));
  }

  @Test
  void whatWasKilledCountsUpToItsLastCommit() {
    kill("a", 10, 3);
    assertThat(spent()).isEqualTo(Duration.ofMinutes(10));
    kill("b", 20, 3);
    assertThat(spent()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aLaterSignOfLifeCountsToo() {
    kill("a", 10, 3);
    beat(0, "00:12:00");
    assertThat(spent()).isEqualTo(Duration.ofMinutes(12));
    kill("b", 20, 0);
    assertThat(spent()).isEqualTo(Duration.ofMinutes(32));
  }

  @Test
  void noTimeIsCountedTwiceThoughAReplacedHolderLives() {
    kill("a", 10, 5);
    kill("b", 20, 0);
    beat(0, "00:30:00");
    assertThat(spent()).isEqualTo(Duration.ofMinutes(35));
  }

  @Test
  void whatCommittedNothingCountsFromItsClaimToItsLastSign() {
    ScopeLog log = claim("a");
    log.close();
    assertThat(spent()).isEqualTo(Duration.ZERO);
  }

  @Test
  void theHolderLeavesOutItsOwnClaim() {
    kill("a", 10, 3);
    try (ScopeLog log = claim("b")) {
      assertThat(log.restore()).isNotNull();
      minutes(20);
      log.saveNow(Logs.draft(2));
      assertThat(new AttemptTimes(store, Logs.RUN).of(at, false).spent())
          .isEqualTo(Duration.ofMinutes(10));
      assertThat(new AttemptTimes(store, Logs.RUN).of(at, true).spent())
          .isEqualTo(Duration.ofMinutes(30));
    }
  }

  @Test
  void whatEarlierAttemptsTookIsReadOnce() {
    AtomicInteger reads = new AtomicInteger();
    ObjectStore counted =
        new ForwardingStore(store) {
          @Override
          public Optional<byte[]> getRange(String key, long offset, int length) {
            reads.incrementAndGet();
            return super.getRange(key, offset, length);
          }
        };
    AttemptTimes times = new AttemptTimes(counted, Logs.RUN);
    for (int attempt = 1; attempt <= 9; attempt++) {
      kill("attempt-" + attempt, 10, 0);
    }
    assertThat(times.of(SCOPE, true).spent()).isEqualTo(Duration.ofMinutes(90));
    int all = reads.getAndSet(0);
    assertThat(times.of(SCOPE, true).spent()).isEqualTo(Duration.ofMinutes(90));
    assertThat(reads.get()).isLessThan(all - 8);
    kill("attempt-10", 10, 0);
    assertThat(times.of(SCOPE, true).spent()).isEqualTo(Duration.ofMinutes(100));
    assertThat(times.of(SCOPE, false).spent()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void whatWasAbandonedEnded() {
    kill("a", 10, 3);
    ScopeMaintenance.of(at, Logs.gone("b"), Logs.settings()).abandon("no use");
    assertThat(new AttemptTimes(store, Logs.RUN).of(at, true))
        .isEqualTo(new AttemptTime(Duration.ofMinutes(10), true));
    assertThat(ScopeHead.read(store, Logs.RUN, SCOPE).abandoned()).isEqualTo("no use");
  }

  /** An attempt that commits after some minutes and dies after some more. */
  private void kill(String attempt, int beforeCommit, int afterCommit) {
    ScopeLog log = claim(attempt);
    log.restore();
    minutes(beforeCommit);
    log.saveNow(Logs.draft(log.committedPosition() + 1));
    minutes(afterCommit);
    log.close();
  }

  private void beat(long claim, String at) {
    store.put(
        this.at.keys().heartbeat(claim),
        Logs.bytes(
            ("{\"seq\":9,\"time\":\"2026-01-01T%sZ\",\"stage\":\"align\",\"position\":1,"
                    + "\"size\":9,\"loss\":null,\"committedPosition\":1}")
                .formatted(at)));
  }

  private ScopeLog claim(String attempt) {
    return Logs.claim(store, SCOPE, Logs.gone(attempt), Logs.settings(), time);
  }

  private Duration spent() {
    return new AttemptTimes(store, Logs.RUN).of(at, true).spent();
  }

  private void minutes(int minutes) {
    time.advance(Duration.ofMinutes(minutes));
  }
}
