package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.store.FaultyStore;
import realign.store.FaultyStore.Call;
import realign.store.FaultyStore.Fault;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** What stays, what goes, and when. */
class RetentionTest {
  private final MemoryStore memory = new MemoryStore();

  private ScopeLog claim(ObjectStore store, String scope, Settings settings) {
    return ScopeLog.claim(store, Logs.RUN, scope, Logs.gone("a"), settings);
  }

  private LogEntry.Commit newest(String scope) {
    return Objects.requireNonNull(
        new LogReader(memory, new ScopeKeys(Logs.RUN, scope)).head().commit());
  }

  private List<Long> keptAfter(int commits, Settings settings) {
    try (ScopeLog log = claim(memory, "align-000", settings)) {
      for (int p = 1; p <= commits; p++) {
        log.saveNow(Logs.draft(p)); // commit p is entry p, as the claim is entry 0
      }
    }
    return newest("align-000").kept();
  }

  @Test
  void theLastOnesStay() {
    assertThat(keptAfter(10, Logs.settings(3, 0))).containsExactly(8L, 9L, 10L);
  }

  @Test
  void everyNthStays() {
    assertThat(keptAfter(10, Logs.settings(1, 4))).containsExactly(4L, 8L, 10L);
  }

  @Test
  void theLastOneThatARestoreVerifiedStays() {
    try (ScopeLog log = claim(memory, "align-000", Logs.settings(1, 0))) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
      log.restore();
      log.saveNow(Logs.draft(3));
      log.saveNow(Logs.draft(4));
      assertThat(newest("align-000").kept()).containsExactly(2L, 4L);
      log.restore();
      log.saveNow(Logs.draft(5));
      assertThat(newest("align-000").kept()).containsExactly(4L, 5L);
    }
  }

  @Test
  void stateOfDroppedCommitsIsGoneAndTheRestIsThere() {
    keptAfter(10, Logs.settings(2, 0));
    ScopeKeys keys = new ScopeKeys(Logs.RUN, "align-000");
    LogReader reader = new LogReader(memory, keys);
    List<String> needed =
        newest("align-000").kept().stream()
            .flatMap(n -> reader.commit(n).contents().blobs().stream())
            .map(keys::blob)
            .distinct()
            .sorted()
            .toList();
    assertThat(Logs.blobs(memory, "align-000")).isEqualTo(needed);
  }

  @Test
  void nothingIsDeletedBeforeTheCommitThatDropsItIsInTheLog() {
    RecordingStore recording = new RecordingStore(memory);
    try (ScopeLog log = claim(recording, "align-000", Logs.settings(1, 0))) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
    }
    int dropping = recording.first("append", "/log/0000000002");
    int deletion = recording.first("delete", "/blobs/");
    assertThat(deletion).isGreaterThan(dropping);
  }

  @Test
  void whatACellTrainsIsRestrictedAndGoneBeforeItIsDone() {
    RecordingStore recording = new RecordingStore(memory);
    try (ScopeLog log = claim(recording, "cell-000", Logs.settings(3, 0))) {
      log.saveNow(Logs.artefact(1, "adapter@1", "A", true));
      log.saveNow(Logs.drop(2, "adapter@1"));
      log.saveNow(Logs.end(3));
      assertThat(Logs.blobs(memory, "cell-000"))
          .filteredOn(key -> key.contains("/restricted/"))
          .hasSize(7); // three times two state blobs and the adapter
      log.done("k", Map.of());
    }
    assertThat(Logs.blobs(memory, "cell-000")).noneMatch(key -> key.contains("/restricted/"));
    List<RecordingStore.Change> changes = recording.changes();
    int done = recording.first("append", "/log/0000000005");
    assertThat(done).isPositive();
    assertThat(changes.subList(done, changes.size()))
        .noneMatch(change -> change.what().equals("delete"));
  }

  @Test
  void whatCannotBeDeletedIsTriedAgainWithTheNextCommit() {
    FaultyStore store = new FaultyStore(memory);
    try (ScopeLog log = claim(store, "align-000", Logs.settings(1, 0))) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.DELETE, "/blobs/", Fault.DISK_FULL);
      log.saveNow(Logs.draft(2));
      assertThat(newest("align-000").dropped()).containsExactly(1L);
      assertThat(Logs.blobs(memory, "align-000")).hasSizeGreaterThan(3);
      log.saveNow(Logs.draft(3));
      assertThat(newest("align-000").dropped()).containsExactly(1L, 2L);
      log.saveNow(Logs.draft(4));
      assertThat(newest("align-000").dropped()).containsExactly(3L);
    }
    assertThat(Logs.blobs(memory, "align-000")).hasSize(3); // two state blobs, one part of four
  }

  @Test
  void whatAKilledHolderLeftToDeleteTheNextOneDeletes() {
    FaultyStore store = new FaultyStore(memory);
    try (ScopeLog log = claim(store, "cell-000", Logs.settings(1, 0))) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.DELETE, "/restricted/", Fault.DISK_FULL);
      log.saveNow(Logs.end(2));
    }
    try (ScopeLog log = claim(store, "cell-000", Logs.settings(1, 0))) {
      log.restore();
      log.done("k", Map.of());
    }
    assertThat(Logs.blobs(memory, "cell-000")).hasSize(1); // the records
  }

  @Test
  void aScopeIsNotDoneWhileWhatMustGoIsThere() {
    FaultyStore store = new FaultyStore(memory);
    try (ScopeLog log = claim(store, "cell-000", Logs.settings())) {
      log.saveNow(Logs.artefact(1, "adapter@1", "A", true));
      log.saveNow(Logs.drop(2, "adapter@1"));
      store.plan(1, Call.DELETE, "/restricted/", Fault.DISK_FULL);
      assertThatThrownBy(() -> log.done("k", Map.of()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("could not be deleted");
    }
    try (ScopeLog log = claim(store, "cell-000", Logs.settings())) {
      assertThat(log.isDone()).isFalse();
      log.restore();
      log.done("k", Map.of());
      assertThat(log.isDone()).isTrue();
    }
    assertThat(Logs.blobs(memory, "cell-000")).noneMatch(key -> key.contains("/restricted/"));
  }

  @Test
  void contentThatWasDeletedIsWrittenAgain() {
    try (ScopeLog log = claim(memory, "align-000", Logs.settings(1, 0))) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
      log.saveNow(Logs.draft(1)); // its content went with the first commit
      assertThat(Logs.content(log.restore())).containsEntry("state weights", "w1");
      assertThat(log.notices()).isEmpty();
    }
  }
}
