package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import realign.spec.ExitCode;
import realign.store.FaultyStore;
import realign.store.FaultyStore.Call;
import realign.store.FaultyStore.Fault;
import realign.store.MemoryStore;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/** The commit point under lost answers, busy stores and other writers. */
class AppendTest {
  private static final String SCOPE = "align-000";
  private static final String ENTRY_2 = "/log/0000000002";

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final FakeTime time = new FakeTime();

  private ScopeLog claim(String attempt) {
    return Logs.claim(store, SCOPE, Logs.elsewhere(attempt), Logs.force(Logs.settings()), time);
  }

  /** The log as another process reads it, each entry checked against the one before. */
  private List<LogEntry> entries() {
    return new LogReader(memory, new ScopeKeys(Logs.RUN, SCOPE)).all();
  }

  private Map<String, String> restored() {
    try (ScopeLog log = claim("reader")) {
      return Logs.content(log.restore());
    }
  }

  @Test
  void ofTwoHoldersTheNewestWrites() {
    try (ScopeLog first = claim("first");
        ScopeLog second = claim("second")) {
      assertThatThrownBy(() -> first.saveNow(Logs.draft(1)))
          .isInstanceOfSatisfying(
              FencedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.HELD))
          .hasMessageContaining(Logs.RUN + "/" + SCOPE)
          .hasMessageContaining("RLN-411");
      second.saveNow(Logs.draft(1));
      assertThatThrownBy(first::flush).isInstanceOf(FencedException.class);
    }
    assertThat(restored()).containsEntry("state weights", "w1");
  }

  @Test
  void aPausedWriterWakesAfterItsSuccessor() {
    List<ScopeLog> opened = new ArrayList<>();
    try (ScopeLog paused = claim("paused")) {
      paused.saveNow(Logs.draft(1));
      store.before(
          Call.PUT_IF_ABSENT,
          ENTRY_2,
          () -> {
            ScopeLog successor = claim("successor");
            opened.add(successor);
            assertThat(Logs.content(successor.restore())).containsEntry("state weights", "w1");
            successor.saveNow(Logs.draft(2));
          });
      assertThatThrownBy(() -> paused.saveNow(Logs.drop(2))).isInstanceOf(FencedException.class);
      assertThat(paused.committedPosition()).isEqualTo(1);
    }
    opened.forEach(ScopeLog::close);
    assertThat(restored())
        .containsEntry("at", "align 2 false")
        .containsEntry("steps", "step 1|step 2");
  }

  @Test
  void anAnswerThatWasLostIsFoundByTheNonce() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.PUT_IF_ABSENT, ENTRY_2, Fault.LOST_ANSWER);
      log.saveNow(Logs.draft(2));
      log.saveNow(Logs.draft(3));
    }
    assertThat(entries()).hasSize(4);
    assertThat(restored()).containsEntry("steps", "step 1|step 2|step 3");
  }

  @Test
  void anAnswerThatWasLostAndCannotBeReadBackIsAskedForAgain() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.PUT_IF_ABSENT, ENTRY_2, Fault.LOST_ANSWER);
      store.plan(2, Call.READ, ENTRY_2, Fault.UNAVAILABLE);
      log.saveNow(Logs.draft(2));
    }
    assertThat(entries()).hasSize(3);
  }

  @Test
  void aRequestThatWasLostIsMadeAgainWithTheSameBytes() {
    store.plan(3, Call.PUT_IF_ABSENT, ENTRY_2, Fault.LOST_REQUEST);
    RecordingStore recording = new RecordingStore(store);
    try (ScopeLog log = Logs.claim(recording, SCOPE, Logs.elsewhere("a"), Logs.settings(), time)) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
    }
    List<String> puts =
        recording.changes().stream()
            .filter(change -> change.key().contains(ENTRY_2))
            .map(RecordingStore.Change::digest)
            .toList();
    assertThat(puts).hasSize(4);
    assertThat(Set.copyOf(puts)).hasSize(1);
    assertThat(time.sleeps()).isEqualTo(3);
    assertThat(store.planned()).isZero();
  }

  @Test
  void aRequestThatWasLostWhileAnotherClaimedIsFenced() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.PUT_IF_ABSENT, ENTRY_2, Fault.LOST_REQUEST);
      time.onSleep(
          () -> {
            time.onSleep(() -> {});
            claim("b").close();
          });
      assertThatThrownBy(() -> log.saveNow(Logs.draft(2))).isInstanceOf(FencedException.class);
    }
    assertThat(restored()).containsEntry("steps", "step 1");
  }

  @Test
  void givingUpReportsThatTheOutcomeIsUnknown() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(Patience.ATTEMPTS, Call.PUT_IF_ABSENT, ENTRY_2, Fault.LOST_REQUEST);
      assertThatThrownBy(() -> log.saveNow(Logs.draft(2)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN))
          .hasMessageContaining("entry 2 may or may not be committed");
      assertThatThrownBy(() -> log.save(Logs.draft(2))).isInstanceOf(StoreException.class);
      assertThat(log.committedPosition()).isEqualTo(1);
    }
    assertThat(entries()).hasSize(2);
    assertThat(restored()).containsEntry("steps", "step 1");
  }

  @Test
  void givingUpOnABusyStoreReportsThatNothingHappened() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(Patience.ATTEMPTS, Call.PUT_IF_ABSENT, ENTRY_2, Fault.UNAVAILABLE);
      assertThatThrownBy(() -> log.saveNow(Logs.draft(2)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
          .hasMessageContaining("entry 2 was not committed");
    }
  }

  @Test
  void aStormThatEndsInTimeIsNotSeen() {
    for (Call call : Call.values()) {
      store.plan(Patience.ATTEMPTS - 1, call, "runs/", Fault.UNAVAILABLE);
    }
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      for (Call call : Call.values()) {
        store.plan(Patience.ATTEMPTS - 1, call, "runs/", Fault.UNAVAILABLE);
      }
      log.saveNow(Logs.draft(2));
      log.flush();
    }
    store.heal();
    assertThat(restored()).containsEntry("steps", "step 1|step 2");
  }

  @Test
  void aFullDiskEndsTheSaveAtOnceAndKeepsWhatWasCommitted() {
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.PUT, "/blobs/", Fault.DISK_FULL);
      assertThatThrownBy(() -> log.saveNow(Logs.draft(2)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no space left");
    }
    assertThat(time.sleeps()).isZero();
    assertThat(restored()).containsEntry("steps", "step 1");
  }

  @Test
  void aClaimWhoseAnswerWasLostHolds() {
    store.plan(1, Call.PUT_IF_ABSENT, "/log/0000000000", Fault.LOST_ANSWER);
    try (ScopeLog log = claim("a")) {
      log.saveNow(Logs.draft(1));
    }
    assertThat(entries()).hasSize(2);
  }

  @Test
  void aClaimThatCannotBeMadeIsReported() {
    store.plan(1, Call.PUT_IF_ABSENT, "/log/0000000000", Fault.DISK_FULL);
    assertThatThrownBy(() -> claim("a"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("could not be claimed");
  }

  @Test
  void ofManyThatClaimAndWriteAtOnceTheLogStaysOne() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String attempt = "w" + i;
        work.add(() -> committed(attempt));
      }
      int committed = 0;
      for (var outcome : writers.invokeAll(work)) {
        committed += outcome.get();
      }
      long commits = entries().stream().filter(LogEntry.Commit.class::isInstance).count();
      assertThat(committed).isEqualTo((int) commits);
      assertThat(entries().stream().filter(LogEntry.Claim.class::isInstance)).hasSize(8);
    } finally {
      writers.shutdownNow();
    }
  }

  /** Commits that this writer was told of before another took the scope over. */
  private int committed(String attempt) {
    int count = 0;
    try (ScopeLog log =
        Logs.claim(memory, SCOPE, Logs.elsewhere(attempt), Logs.force(Logs.settings()), time)) {
      log.restore();
      for (int i = 1; i <= 5; i++) {
        log.saveNow(Logs.draft(i));
        count++;
      }
    } catch (FencedException e) {
      return count;
    }
    return count;
  }
}
