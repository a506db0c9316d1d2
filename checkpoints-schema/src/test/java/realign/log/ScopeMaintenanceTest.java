package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.store.FaultyStore;
import realign.store.FaultyStore.Call;
import realign.store.FaultyStore.Fault;
import realign.store.MemoryStore;
import realign.store.StoreException;

/** What a person does to a scope from outside. */
class ScopeMaintenanceTest {
  private static final String SCOPE = "align-000";
  private static final String CELL = "cell-000";

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final FakeTime time = new FakeTime();

  private ScopeLog claim(String scope) {
    return Logs.claim(store, scope, Logs.gone("a"), Logs.settings(), time);
  }

  private ScopeMaintenance maintain(String scope) {
    ScopeStore at = new ScopeStore(store, new ScopeKeys(Logs.RUN, scope), time);
    return ScopeMaintenance.of(at, Logs.gone("person"), Logs.settings());
  }

  private void begin(String scope, int commits) {
    try (ScopeLog log = claim(scope)) {
      for (int p = 1; p <= commits; p++) {
        log.saveNow(Logs.draft(p));
      }
    }
  }

  private void finish(String scope, int commits) {
    try (ScopeLog log = claim(scope)) {
      for (int p = 1; p < commits; p++) {
        log.saveNow(Logs.artefact(p, "adapter@" + p, "A" + p, scope.equals(CELL)));
      }
      log.saveNow(Logs.end(commits));
      log.done("k", Map.of());
    }
  }

  private ScopeHead head(String scope) {
    return ScopeHead.read(store, Logs.RUN, scope);
  }

  private List<Long> restorable(String scope) {
    return StoredCommit.restorable(store, Logs.RUN, scope).stream()
        .map(commit -> commit.point().n())
        .toList();
  }

  private static CheckpointName name(String text) {
    return CheckpointName.parse(text);
  }

  @Test
  void aDeadHoldersScopeIsGivenBack() {
    begin(SCOPE, 2);
    assertThat(maintain(SCOPE).recover()).isTrue();
    assertThat(head(SCOPE).state()).isEqualTo(ScopeView.State.RELEASED);
    assertThat(maintain(SCOPE).recover()).isFalse();
    assertThat(maintain("base").recover()).isFalse();
  }

  @Test
  void aLivingHolderIsNotDisturbed() {
    try (ScopeLog log = Logs.claim(store, SCOPE, Logs.elsewhere("b"), Logs.settings(), time)) {
      log.saveNow(Logs.draft(1));
      time.onSleep(() -> log.saveNow(Logs.draft(2)));
      ScopeMaintenance person = maintain(SCOPE);
      assertThatThrownBy(person::recover).isInstanceOf(ScopeHeldException.class);
      assertThatThrownBy(() -> person.abandon("x")).isInstanceOf(ScopeHeldException.class);
      assertThatThrownBy(() -> person.prune(1)).isInstanceOf(ScopeHeldException.class);
      log.saveNow(Logs.draft(3));
    }
  }

  @Test
  void anAbandonedScopeIsNeverClaimedAgain() {
    begin(SCOPE, 2);
    assertThat(maintain(SCOPE).abandon("wrong data")).isTrue();
    assertThat(maintain(SCOPE).abandon("again")).isFalse();
    assertThat(head(SCOPE).state()).isEqualTo(ScopeView.State.ABANDONED);
    assertThat(ScopeView.read(store, Logs.RUN, SCOPE).state()).isEqualTo(ScopeView.State.ABANDONED);
    assertThatThrownBy(() -> claim(SCOPE))
        .isInstanceOfSatisfying(
            ScopeAbandonedException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND));
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNull();
  }

  @Test
  void whatNobodyBeganIsAbandonedAsWell() {
    assertThat(maintain("base").abandon("not wanted")).isTrue();
    assertThatThrownBy(() -> claim("base")).isInstanceOf(ScopeAbandonedException.class);
  }

  @Test
  void aFinishedScopesResultsAreNotUsedOnceItIsAbandoned() {
    finish(SCOPE, 3);
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNotNull();
    assertThat(maintain(SCOPE).abandon("wrong data")).isTrue();
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNull();
    assertThat(StoredCommit.finished(store, "k")).isEmpty();
  }

  @Test
  void aPinnedCheckpointOutlivesRetentionAndTheEnd() {
    begin(SCOPE, 3);
    assertThat(maintain(SCOPE).pin(name(SCOPE + ":1"), true)).isTrue();
    assertThat(maintain(SCOPE).pin(name(SCOPE + ":1"), true)).isFalse();
    try (ScopeLog log = claim(SCOPE)) {
      log.restore();
      for (int p = 4; p <= 9; p++) {
        log.saveNow(Logs.draft(p));
      }
      log.saveNow(Logs.end(10));
      log.done("k", Map.of());
    }
    StoredCommit pinned = StoredCommit.named(store, Logs.RUN, name(SCOPE + ":1"));
    assertThat(pinned.point().pinned()).isTrue();
    assertThat(Logs.content(pinned.read())).containsEntry("state weights", "w1");
    assertThat(pinned.damages()).isEmpty();
  }

  @Test
  void anUnpinnedCheckpointGoesAtOnceOrWithRetention() {
    begin(SCOPE, 3);
    maintain(SCOPE).pin(name(SCOPE + ":1"), true);
    try (ScopeLog log = claim(SCOPE)) {
      log.restore();
      for (int p = 4; p <= 9; p++) {
        log.saveNow(Logs.draft(p));
      }
    }
    assertThat(restorable(SCOPE)).contains(1L);
    assertThat(maintain(SCOPE).pin(name(SCOPE + "@1"), false)).isTrue();
    assertThat(restorable(SCOPE)).doesNotContain(1L);
    assertThatThrownBy(() -> StoredCommit.named(store, Logs.RUN, name(SCOPE + "@1")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-417")
        .hasMessageContaining(SCOPE + ":9 (align)");
  }

  @Test
  void aFinishedScopesPinIsTakenAwayByAnEntry() {
    begin(SCOPE, 2);
    maintain(SCOPE).pin(name(SCOPE + ":1"), true);
    try (ScopeLog log = claim(SCOPE)) {
      log.restore();
      log.saveNow(Logs.end(3));
      log.done("k", Map.of());
    }
    int before = Logs.blobs(memory, SCOPE).size();
    assertThat(maintain(SCOPE).pin(name(SCOPE + ":1"), false)).isTrue();
    assertThat(Logs.blobs(memory, SCOPE)).hasSizeLessThan(before);
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNotNull();
    assertThat(restorable(SCOPE)).doesNotContain(1L);
  }

  @Test
  void anAttackedModelCannotBePinned() {
    begin(CELL, 2);
    assertThatThrownBy(() -> maintain(CELL).pin(name(CELL + ":1"), true))
        .hasMessageContaining("RLN-418");
  }

  @Test
  void pruningKeepsTheNewestAndThePinnedOnes() {
    begin(SCOPE, 3);
    maintain(SCOPE).pin(name(SCOPE + "@1"), true); // appends the commit of step 3 again
    ScopeMaintenance.Waste waste = maintain(SCOPE).waste(1);
    assertThat(waste.commits()).containsExactly(2L, 3L);
    assertThat(restorable(SCOPE)).containsExactly(5L, 3L, 2L, 1L); // 4 is the claim for it
    maintain(SCOPE).prune(1);
    assertThat(restorable(SCOPE)).hasSize(2).contains(1L);
    try (ScopeLog log = claim(SCOPE)) {
      assertThat(Logs.content(log.restore())).containsEntry("at", "align 3 false");
    }
  }

  @Test
  void pruningFindsWhatAnyKilledHolderLeft() {
    for (int attempt = 0; attempt < 40; attempt++) {
      claim(SCOPE).close();
      memory.put(
          new ScopeKeys(Logs.RUN, SCOPE).blobs(attempt, false) + "0".repeat(64), Logs.bytes("x"));
    }
    time.advance(Duration.ofHours(25));
    claim(SCOPE).close();
    time.advance(Duration.ofHours(25));
    assertThat(maintain(SCOPE).waste(1).orphans()).hasSizeGreaterThan(20); // the claim found some
    maintain(SCOPE).prune(1);
    assertThat(Logs.blobs(memory, SCOPE)).isEmpty();
    assertThat(maintain(SCOPE).waste(1).isEmpty()).isTrue();
  }

  @Test
  void nothingIsPrunedWhereAnEntryCannotBeRead() {
    begin(SCOPE, 5);
    memory.put(new ScopeKeys(Logs.RUN, SCOPE).entry(1), Logs.bytes("rubbish"));
    Set<String> before = Set.copyOf(Logs.blobs(memory, SCOPE));
    assertThatThrownBy(() -> maintain(SCOPE).prune(1)).isInstanceOf(DamagedLogException.class);
    assertThat(Logs.blobs(memory, SCOPE)).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void aPurgeDeletesTheRestrictedBlobsAndTheLogSaysSo() {
    finish(CELL, 3);
    assertThat(maintain(CELL).purge(false, "after 30 days")).isEqualTo(2);
    assertThat(Logs.blobs(memory, CELL)).noneMatch(key -> key.contains("/restricted/"));
    Restored result = Objects.requireNonNull(ScopeView.result(store, Logs.RUN, CELL));
    assertThat(result.records("steps")).hasSize(3);
    assertThatThrownBy(() -> result.artefact("adapter@1"))
        .isInstanceOf(PurgedException.class)
        .hasMessageContaining("after 30 days");
    assertThat(maintain(CELL).purge(false, "again")).isZero();
  }

  @Test
  void aPurgeOfAllLeavesTheLogAlone() {
    finish(SCOPE, 3);
    long entries = head(SCOPE).entries();
    maintain(SCOPE).purge(true, "no longer wanted");
    assertThat(Logs.blobs(memory, SCOPE)).isEmpty();
    assertThat(head(SCOPE).entries()).isEqualTo(entries + 1);
    assertThat(head(SCOPE).state()).isEqualTo(ScopeView.State.DONE);
  }

  @Test
  void aPurgeThatWasCutOffIsFinishedByTheNext() {
    finish(CELL, 3);
    store.plan(1, Call.DELETE, "/restricted/", Fault.DISK_FULL);
    assertThatThrownBy(() -> maintain(CELL).purge(false, "r")).isInstanceOf(StoreException.class);
    assertThat(Logs.blobs(memory, CELL)).anyMatch(key -> key.contains("/restricted/"));
    assertThat(maintain(CELL).purge(false, "r")).isZero();
    assertThat(Logs.blobs(memory, CELL)).noneMatch(key -> key.contains("/restricted/"));
  }

  @Test
  void whatHasNotEndedIsNotPurged() {
    begin(CELL, 2);
    assertThatThrownBy(() -> maintain(CELL).purge(false, "r")).hasMessageContaining("RLN-419");
    maintain(CELL).abandon("r");
    maintain(CELL).purge(false, "r");
    assertThat(Logs.blobs(memory, CELL)).noneMatch(key -> key.contains("/restricted/"));
  }
}
