package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** Everything that can be wrong with a scope is told, and what is still whole. */
class ScopeAuditTest {
  private static final String SCOPE = "align-000";
  private final MemoryStore store = new MemoryStore();
  private long told;

  @Test
  void aSoundScopeIsHashedOnce() {
    commits(4);
    ScopeAudit audit = audit(store, SCOPE);
    assertThat(audit.damages()).isEmpty();
    assertThat(audit.entries()).isEqualTo(6);
    assertThat(audit.checkpoints()).isEqualTo(3);
    assertThat(audit.whole())
        .extracting(ScopeView.CommitPoint::position)
        .containsExactly(4L, 3L, 2L);
    assertThat(audit.blobs())
        .as("shared records count once")
        .isEqualTo(Logs.blobs(store, SCOPE).size());
    assertThat(audit.bytes()).isEqualTo(told).isPositive();
  }

  @Test
  void aDamagedBlobIsNamedWithTheCheckpointsThatNeedIt() {
    commits(3);
    StoredCommit newest = StoredCommit.named(store, Logs.RUN, CheckpointName.parse(SCOPE + ":3"));
    StoredBlob weights =
        newest.blobs().stream().filter(b -> b.name().equals("weights")).findFirst().orElseThrow();
    store.put(weights.key(), Logs.bytes("xx"));
    StoredBlob moments =
        newest.blobs().stream().filter(b -> b.name().equals("moments1")).findFirst().orElseThrow();
    store.delete(moments.key());
    ScopeAudit audit = audit(store, SCOPE);
    assertThat(audit.damages())
        .extracting(ScopeAudit.Damage::key)
        .containsExactlyInAnyOrder(weights.key(), moments.key());
    assertThat(audit.damages())
        .extracting(ScopeAudit.Damage::found)
        .containsExactlyInAnyOrder("has other bytes than were written", "is missing");
    assertThat(audit.damages().get(0).commits()).containsExactly(newest.point().n());
    assertThat(audit.whole()).extracting(ScopeView.CommitPoint::position).containsExactly(2L, 1L);
  }

  @Test
  void everyBrokenLinkOfTheChainIsNamed() {
    commits(6);
    store.delete(entry(1));
    byte[] third = store.get(entry(3)).orElseThrow();
    store.put(
        entry(3),
        Logs.bytes(
            new String(third, StandardCharsets.UTF_8).replace("\"time\":\"2", "\"time\":\"1")));
    ScopeAudit audit = audit(store, SCOPE);
    assertThat(audit.damages())
        .extracting(ScopeAudit.Damage::key)
        .containsExactly(entry(1), entry(4));
    assertThat(audit.whole()).as("a restore does not need them").hasSize(3);
    store.put(entry(6), Logs.bytes("{"));
    audit = audit(store, SCOPE);
    assertThat(audit.damages())
        .extracting(ScopeAudit.Damage::key)
        .containsExactly(entry(1), entry(4), entry(6));
    assertThat(audit.whole()).as("a restore begins with the newest commit").isEmpty();
  }

  @Test
  void anEntryThatIsGoneIsNoEndOfTheLog() {
    commits(2);
    store.delete(entry(2));
    assertThat(audit(store, SCOPE).damages())
        .containsExactly(
            new ScopeAudit.Damage(entry(2), "is missing, and later entries are there", List.of()));
  }

  @Test
  void aDoneScopeIsCheckedByWhatItEndedWith() {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.saveNow(Logs.artefact(1, "adapter", "the adapter", false));
      log.saveNow(Logs.artefact(2, "answers", "raw", true));
      log.done("0".repeat(64), Map.of());
    }
    assertThat(audit(store, SCOPE).damages()).isEmpty();
    ScopeMaintenance.of(store, Logs.RUN, SCOPE, Logs.settings()).purge(false, "test");
    ScopeAudit purged = audit(store, SCOPE);
    assertThat(purged.damages()).as("what is gone on purpose is no damage").isEmpty();
    assertThat(purged.purged()).isEqualTo(1);
    String adapter =
        Logs.blobs(store, SCOPE).stream()
            .filter(
                k ->
                    new String(store.get(k).orElseThrow(), StandardCharsets.UTF_8)
                        .equals("the adapter"))
            .findFirst()
            .orElseThrow();
    store.put(adapter, Logs.bytes("another"));
    assertThat(audit(store, SCOPE).damages())
        .extracting(ScopeAudit.Damage::key)
        .containsExactly(adapter);
  }

  @Test
  void whatMayNotBeReadIsNeitherDamagedNorWhole() {
    try (ScopeLog log = Logs.claim(store, "cell-000")) {
      log.saveNow(Logs.draft(1));
    }
    ScopeAudit audit = audit(new Unrestricted(store), "cell-000");
    assertThat(audit.damages()).isEmpty();
    assertThat(audit.unread()).hasSize(2).allMatch(key -> key.contains("/restricted/"));
    assertThat(audit.whole()).isEmpty();
  }

  @Test
  void anEmptyScopeHasNothingToCheck() {
    ScopeAudit audit = audit(store, SCOPE);
    assertThat(audit.entries()).isZero();
    assertThat(audit.damages()).isEmpty();
  }

  private static final class Unrestricted extends ForwardingStore {
    Unrestricted(ObjectStore store) {
      super(store);
    }

    @Override
    public Optional<InputStream> open(String key) {
      if (key.contains("/restricted/")) {
        throw new StoreException(key + ": not for you", null);
      }
      return super.open(key);
    }
  }

  private ScopeAudit audit(ObjectStore from, String scope) {
    return ScopeAudit.of(from, Logs.RUN, scope, null, bytes -> told += bytes);
  }

  private void commits(int count) {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      for (int i = 1; i <= count; i++) {
        log.saveNow(Logs.draft(i));
      }
      log.release();
    }
  }

  private static String entry(long n) {
    return new ScopeKeys(Logs.RUN, SCOPE).entry(n);
  }
}
