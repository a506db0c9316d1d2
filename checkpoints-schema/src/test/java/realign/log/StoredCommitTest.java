package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ProblemException;
import realign.store.MemoryStore;

/** Commits that are found and copied. */
class StoredCommitTest {
  private static final String KEY = "ab".repeat(32);

  private final MemoryStore store = new MemoryStore();

  private ScopeLog claim(String run) {
    return ScopeLog.claim(store, run, "align-000", Logs.gone("a"), Logs.settings());
  }

  private static void work(ScopeLog log) {
    log.saveNow(Logs.artefact(1, "adapter", "A", false));
    log.saveNow(Logs.artefact(2, "answers", "secret", true));
    log.saveNow(Logs.end(3));
  }

  @BeforeEach
  void aFinishedScope() {
    try (ScopeLog log = claim("monday")) {
      work(log);
      log.done(KEY, Map.of("steps", "x"));
    }
  }

  private StoredCommit source() {
    return StoredCommit.finished(store, KEY).orElseThrow();
  }

  private void copyInto(String run) {
    try (ScopeLog log = claim(run)) {
      assertThat(log.copy(source())).isTrue();
      assertThat(log.stageDone("align")).isTrue();
      log.restore();
      log.done(KEY, Map.of("steps", "x"));
    }
  }

  @Test
  void aCopyHasTheSameContentUnderItsOwnKeys() {
    copyInto("tuesday");
    Restored copy = ScopeView.result(store, "tuesday", "align-000");
    Restored original = ScopeView.result(store, "monday", "align-000");
    assertThat(Logs.content(copy)).isEqualTo(Logs.content(original)).isNotEmpty();
    assertThat(StoredCommit.restorable(store, "tuesday", "align-000").get(0).blobs())
        .isNotEmpty()
        .allMatch(blob -> blob.key().startsWith("runs/tuesday/"))
        .anyMatch(StoredBlob::restricted);
  }

  @Test
  void aCopyOfACopyNamesTheRunThatComputedIt() {
    copyInto("tuesday");
    ScopeMaintenance.of(store, "monday", "align-000", Logs.settings()).purge(true, "old");
    assertThat(source().origin().run()).isEqualTo("tuesday");
    copyInto("wednesday");
    assertThat(ScopeHead.read(store, "wednesday", "align-000").newestCommit())
        .extracting(ScopeView.CommitPoint::from)
        .extracting(Origin::run)
        .isEqualTo("monday");
  }

  @Test
  void whatIsDamagedIsNotCopiedAndSaysSo() {
    store.put(source().blobs().get(0).key(), Logs.bytes("rubbish"));
    try (ScopeLog log = claim("tuesday")) {
      assertThat(log.copy(source())).isFalse();
      assertThat(log.notices()).singleElement().asString().contains("monday", "is not copied");
      log.saveNow(Logs.draft(1)); // the scope is computed as if there were no source
    }
  }

  @Test
  void whatWasPurgedOrAbandonedIsNotFound() {
    ScopeMaintenance.of(store, "monday", "align-000", Logs.settings()).purge(false, "old");
    assertThat(StoredCommit.finished(store, KEY)).isEmpty();
  }

  @Test
  void onlyAnEmptyScopeBeginsWithACopy() {
    try (ScopeLog log = claim("tuesday")) {
      log.saveNow(Logs.draft(1));
      StoredCommit source = source();
      assertThatThrownBy(() -> log.copy(source)).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "{\"run\":\"../monday\",\"scope\":\"align-000\"}",
        "{\"run\":\"monday\",\"scope\":\"../align-000\"}",
        "{\"run\":\"sunday\",\"scope\":\"align-000\"}",
        "{\"run\":7,\"scope\":{}}"
      })
  void aHintThatNamesNothingIsNoHint(String hint) {
    store.put(ScopeKeys.finished(KEY), Logs.bytes(hint));
    assertThat(StoredCommit.finished(store, KEY)).isEmpty();
  }

  @Test
  void aHintToAScopeOfAnotherKeyIsNoHint() {
    String other = "cd".repeat(32);
    store.put(
        ScopeKeys.finished(other),
        Logs.bytes("{\"n\":9,\"run\":\"monday\",\"scope\":\"align-000\"}"));
    assertThat(StoredCommit.finished(store, other)).isEmpty();
    assertThat(StoredCommit.finished(store, "../" + KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Align", "align-000:", "align-000:-1", "align-000@x", "a/b", "..", "a:1@2"})
  void whatIsNoNameOfACheckpointIsRefused(String text) {
    assertThatThrownBy(() -> CheckpointName.parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-416");
  }
}
