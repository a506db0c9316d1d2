package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** What a stage and its launcher see of a log that nothing disturbs. */
class ScopeLogTest {
  private final ObjectStore store = new MemoryStore();

  @Test
  void anEmptyLogHasNothingToRestore() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      assertThat(log.restore()).isNull();
      assertThat(log.isDone()).isFalse();
      assertThat(log.stageDone("align")).isFalse();
      assertThat(log.committedPosition()).isZero();
    }
  }

  @Test
  void theNextHolderFindsTheLastCommit() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      for (int p = 1; p <= 5; p++) {
        log.saveNow(Logs.draft(p));
      }
      assertThat(log.committedPosition()).isEqualTo(5);
    }
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      Restored restored = Logs.restored(log);
      assertThat(Logs.content(restored))
          .containsEntry("at", "align 5 false")
          .containsEntry("state weights", "w5")
          .containsEntry("state moments1", "m5");
      assertThat(restored.records("steps")).isEqualTo(Logs.steps(5));
      assertThat(restored.records("nothing")).isEmpty();
      assertThat(log.notices()).singleElement().asString().contains("taken over from attempt a");
    }
  }

  @Test
  void artefactsAreCarriedAlongUntilDropped() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.saveNow(Logs.artefact(1, "adapter", "A", false));
      log.saveNow(Logs.draft(2));
      assertThat(Logs.restored(log).artefactNames()).containsExactly("adapter");
      log.saveNow(Logs.drop(3, "adapter"));
      assertThat(Logs.restored(log).artefactNames()).isEmpty();
    }
  }

  @Test
  void aStageIsDoneForAllThatFollow() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.saveNow(Logs.end(3));
      log.saveNow(Logs.draft(4));
      assertThat(log.stageDone("align")).isTrue();
      assertThat(log.stageDone("evaluate")).isFalse();
    }
  }

  @Test
  void aDoneScopeKeepsArtefactsAndRecordsAndNothingElse() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.saveNow(Logs.artefact(1, "adapter", "A", false));
      log.saveNow(Logs.end(2));
      log.done("k".repeat(64), Map.of("records", "d"));
      assertThat(log.isDone()).isTrue();
      assertThatThrownBy(() -> log.save(Logs.draft(3))).isInstanceOf(IllegalStateException.class);
    }
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      assertThat(log.isDone()).isTrue();
      assertThat(log.stageDone("align")).isTrue();
      assertThat(Logs.content(log.restore()))
          .isEqualTo(
              Map.of("at", "align 2 true", "artefact adapter", "A", "steps", "step 1|step 2"));
    }
    assertThat(Logs.blobs(store, "align-000")).hasSize(2); // adapter and one part of two lines
    assertThat(store.get("keys/" + "k".repeat(64) + ".json")).isPresent();
  }

  @Test
  void aCommittedLogMustBeRestoredBeforeItIsAddedTo() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.saveNow(Logs.draft(1));
    }
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      assertThatThrownBy(() -> log.saveNow(Logs.draft(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("restore before saving");
    }
  }

  @Test
  void nothingIsNotDone() {
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      assertThatThrownBy(() -> log.done("k", Map.of())).isInstanceOf(IllegalStateException.class);
    }
  }
}
