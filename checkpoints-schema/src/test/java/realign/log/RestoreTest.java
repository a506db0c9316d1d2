package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.spec.ExitCode;
import realign.store.FaultyStore;
import realign.store.FaultyStore.Call;
import realign.store.FaultyStore.Fault;
import realign.store.MemoryStore;

/** What a restart finds when something was damaged: the commit before, and it is told so. */
class RestoreTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);

  private ScopeLog claim() {
    return Logs.claim(store, SCOPE);
  }

  private void commit(int from, int to) {
    try (ScopeLog log = claim()) {
      log.restore();
      for (int p = from; p <= to; p++) {
        log.saveNow(Logs.draft(p));
      }
    }
  }

  private LogEntry.Commit newest() {
    LogEntry.Commit commit = new LogReader(memory, new ScopeKeys(Logs.RUN, SCOPE)).head().commit();
    return java.util.Objects.requireNonNull(commit);
  }

  private String key(BlobRef blob) {
    return new ScopeKeys(Logs.RUN, SCOPE).blob(blob);
  }

  private BlobRef state(String name) {
    return java.util.Objects.requireNonNull(newest().contents().state().get(name));
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "BIT_FLIPPED"})
  void aDamagedStateFallsBack(Fault fault) {
    commit(1, 3);
    store.plan(2, Call.READ, key(state("weights")), fault);
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore()))
          .containsEntry("state weights", "w2")
          .containsEntry("steps", "step 1|step 2");
      assertThat(log.notices())
          .anySatisfy(
              notice ->
                  assertThat(notice)
                      .contains(SCOPE, "commit 3 (align, position 3) is damaged")
                      .contains("falling back"));
    }
  }

  /** The content is the same as before, and so is its key: it must not count as written. */
  @Test
  void whatARestoreFoundDamagedIsWrittenAgainUnderTheSameClaim() {
    try (ScopeLog log = claim()) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
      memory.put(key(state("weights")), Logs.bytes("other"));
      assertThat(Logs.restored(log).position()).isEqualTo(1);
      log.saveNow(Logs.draft(2));
    }
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore())).containsEntry("state weights", "w2");
      assertThat(log.notices()).noneMatch(notice -> notice.contains("damaged"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "BIT_FLIPPED"})
  void whatWasDamagedOnItsWayIsReadAgain(Fault fault) {
    commit(1, 3);
    store.plan(1, Call.READ, key(state("weights")), fault);
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore())).containsEntry("state weights", "w3");
      assertThat(log.notices()).noneMatch(notice -> notice.contains("damaged"));
    }
  }

  @Test
  void whatIsSavedAfterwardsGoesOnFromTheCommitThatWasWhole() {
    commit(1, 3);
    memory.put(key(state("weights")), Logs.bytes("rubbish"));
    try (ScopeLog log = claim()) {
      log.restore();
      log.saveNow(Logs.draft(3));
      assertThat(newest().base()).isEqualTo(2);
      assertThat(newest().kept()).containsExactly(1L, 2L, newest().n());
      assertThat(log.committedPosition()).isEqualTo(3);
    }
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore()))
          .containsEntry("state weights", "w3")
          .containsEntry("steps", "step 1|step 2|step 3");
    }
  }

  @Test
  void aDamagedRecordPartFallsBack() {
    commit(1, 3);
    List<RecordPart> parts = newest().contents().streams().getOrDefault("steps", List.of());
    memory.put(key(parts.get(parts.size() - 1).blob()), Logs.bytes("step 3!\n"));
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore())).containsEntry("at", "align 2 false");
    }
  }

  @Test
  void aMissingArtefactFallsBack() {
    try (ScopeLog log = claim()) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.artefact(2, "adapter", "A", false));
    }
    BlobRef adapter =
        java.util.Objects.requireNonNull(newest().contents().artefacts().get("adapter"));
    memory.delete(key(adapter));
    try (ScopeLog log = claim()) {
      assertThat(Logs.content(log.restore())).containsEntry("at", "align 1 false");
      assertThat(log.notices()).anySatisfy(notice -> assertThat(notice).contains("is missing"));
    }
  }

  @Test
  void whenNoCommitIsWholeNothingIsGuessed() {
    commit(1, 3);
    Logs.blobs(memory, SCOPE).forEach(memory::delete);
    try (ScopeLog log = claim()) {
      assertThatThrownBy(log::restore)
          .isInstanceOfSatisfying(
              DamagedLogException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
          .hasMessageContaining("all damaged")
          .hasMessageContaining("--fresh");
    }
  }

  @Test
  void aBlobThatWasDamagedOnceIsWrittenAgain() {
    commit(1, 2);
    String weights = key(state("weights"));
    memory.put(weights, Logs.bytes("rubbish"));
    try (ScopeLog log = claim()) {
      log.restore();
      log.saveNow(Logs.draft(2)); // the same content as the damaged blob
      assertThat(key(state("weights"))).isNotEqualTo(weights);
      assertThat(Logs.content(log.restore())).containsEntry("state weights", "w2");
    }
  }

  @Test
  void contentThatIsThereIsNotWrittenAgain() {
    RecordingStore recording = new RecordingStore(memory);
    try (ScopeLog log = Logs.claim(recording, SCOPE)) {
      log.saveNow(Logs.artefact(1, "adapter", "A", false));
      log.saveNow(Logs.artefact(2, "adapter", "A", false));
    }
    try (ScopeLog log = Logs.claim(recording, SCOPE)) {
      log.restore();
      log.saveNow(Logs.artefact(3, "adapter", "A", false));
    }
    String adapter = realign.spec.Digest.of("A");
    assertThat(recording.changes())
        .filteredOn(change -> change.what().equals("put") && change.digest().equals(adapter))
        .hasSize(1);
  }

  @Test
  void aDamagedResultIsNotHandedOut() {
    try (ScopeLog log = claim()) {
      log.saveNow(Logs.artefact(1, "adapter", "A", false));
      log.done("k", Map.of());
    }
    Logs.blobs(memory, SCOPE).forEach(key -> memory.put(key, Logs.bytes("?")));
    assertThatThrownBy(() -> ScopeView.result(store, Logs.RUN, SCOPE))
        .isInstanceOf(DamagedLogException.class);
  }

  @Test
  void aBlobThatCouldNotBeReadBackIsNotWritten() {
    realign.store.Payload large =
        new realign.store.Payload() {
          @Override
          public long size() {
            return 3_000_000_000L;
          }

          @Override
          public java.io.InputStream open() {
            throw new AssertionError("must not be read");
          }
        };
    BlobWriter writer = new BlobWriter(memory, new ScopeKeys(Logs.RUN, SCOPE), 0);
    assertThatThrownBy(() -> writer.write(large, false))
        .isInstanceOf(realign.spec.ProblemException.class)
        .hasMessageContaining("RLN-414");
  }
}
