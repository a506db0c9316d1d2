package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import realign.store.MemoryStore;

/** Orphans of killed holders: not before a day, and never what a commit needs. */
class SweeperTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore store = new MemoryStore();
  private final ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
  private final FakeTime time = new FakeTime();

  private ScopeLog claim() {
    return Logs.claim(store, SCOPE, Logs.gone("a"), Logs.settings(), time);
  }

  @Test
  void orphansGoWhenTheirClaimEndedADayAgo() {
    String orphan = keys.blobs(0, false) + "0".repeat(64);
    String secret = keys.blobs(0, true) + "0".repeat(64);
    try (ScopeLog log = claim()) {
      log.saveNow(Logs.artefact(1, "adapter", "A", true));
      store.put(orphan, Logs.bytes("x"));
      store.put(secret, Logs.bytes("x"));
    }
    claim().close(); // ends the first claim, on day 0
    time.advance(Duration.ofHours(23));
    claim().close();
    assertThat(store.get(orphan)).isPresent();
    time.advance(Duration.ofHours(2));
    try (ScopeLog log = claim()) {
      assertThat(store.get(orphan)).isEmpty();
      assertThat(store.get(secret)).isEmpty();
      assertThat(Logs.content(log.restore()))
          .containsEntry("state weights", "w1")
          .containsEntry("artefact adapter", "A");
    }
  }
}
