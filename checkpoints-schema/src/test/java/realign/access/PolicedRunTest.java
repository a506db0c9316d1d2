package realign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import realign.log.CheckpointName;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeAudit;
import realign.log.ScopeHead;
import realign.log.ScopeLog;
import realign.log.ScopeMaintenance;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.log.StoredCommit;
import realign.spec.Target.CheckpointPolicy;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/** Whole lives of scopes in a store that lets through no more than the printed policies do. */
class PolicedRunTest {
  private static final BucketPlace STORE = BucketPlace.parse("s3://bucket/some/prefix");
  private static final String KEY = "0".repeat(64);
  private final MemoryStore memory = new MemoryStore();

  private ObjectStore as(Role role, @Nullable String run) {
    return new PolicedStore(
        memory,
        new PolicyReader(STORE, AccessPolicy.of(role, STORE, run, List.of())),
        new PolicyReader(STORE, AccessPolicy.ofBucket(STORE)));
  }

  @Test
  void aRunNeedsNoMoreThanARunnerOfThatRunHas() {
    ObjectStore runner = as(Role.RUNNER, "one");
    for (String scope : List.of("align-000", "cell-000")) {
      try (ScopeLog log = claim(runner, scope)) {
        commits(log, 5);
        log.release();
      }
      try (ScopeLog log = claim(runner, scope)) {
        assertThat(log.restore()).isNotNull();
        commits(log, 2);
        log.done(scope.equals("cell-000") ? "1".repeat(64) : KEY, Map.of());
        assertThat(log.notices()).isEmpty();
      }
      assertThat(ScopeHead.read(runner, "one", scope).state()).isEqualTo(ScopeView.State.DONE);
      assertThat(ScopeView.result(runner, "one", scope)).isNotNull();
    }
    runner.put("runs/one/report/report.json", bytes("{}"));
    assertThat(memory.list("probe/", "", 1)).as("the probe was deleted").isEmpty();
    assertThat(memory.get("runs/one/align-000/heartbeat-0.json")).isPresent();
    assertThat(memory.list("keys/", "", 10)).as("the hints for reuse").hasSize(2);
  }

  @Test
  void aRunReusesWhatAnotherFound() {
    aRunNeedsNoMoreThanARunnerOfThatRunHas();
    ObjectStore next = as(Role.RUNNER, "two");
    StoredCommit found = StoredCommit.finished(next, "1".repeat(64)).orElseThrow();
    try (ScopeLog log = ScopeLog.claim(next, "two", "cell-000", Holder.self(), settings())) {
      assertThat(log.copy(found)).as("raw answers included").isTrue();
      log.done("1".repeat(64), Map.of());
    }
    assertThatThrownBy(() -> claim(next, "align-001"))
        .as("another run's log")
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("403");
  }

  @Test
  void aCoordinatorBeginsANightCopiesAndGivesUp() {
    aRunNeedsNoMoreThanARunnerOfThatRunHas();
    ObjectStore coordinator = as(Role.COORDINATOR, null);
    assertThat(coordinator.putIfAbsent("runs/two/spec.json", bytes("{}"))).isTrue();
    assertThatThrownBy(() -> coordinator.put("runs/two/spec.json", bytes("other")))
        .hasMessageContaining("403");
    StoredCommit found = StoredCommit.finished(coordinator, "1".repeat(64)).orElseThrow();
    try (ScopeLog log = ScopeLog.claim(coordinator, "two", "cell-000", Holder.self(), settings())) {
      assertThat(log.copy(found)).isTrue();
      log.done("1".repeat(64), Map.of());
      assertThat(log.notices()).isEmpty();
    }
    assertThat(ScopeView.result(coordinator, "two", "cell-000")).isNotNull();
    assertThat(maintenance(coordinator, "align-001").abandon("exit 1 three times")).isTrue();
    assertThat(coordinator.putIfAbsent("runs/two/notices/failed.json", bytes("{}"))).isTrue();
    for (String key : List.of("runs/two/stopped", "schedules/nightly/aa/spec.json")) {
      assertThatThrownBy(() -> coordinator.put(key, bytes("{}"))).hasMessageContaining("403");
    }
  }

  @Test
  void maintenanceNeedsNoMoreThanAnOperatorHas() {
    ObjectStore runner = as(Role.RUNNER, null);
    for (String scope : List.of("align-000", "cell-000")) {
      try (ScopeLog log = claim(runner, scope)) {
        commits(log, 5);
        log.release();
      }
    }
    ObjectStore operator = as(Role.OPERATOR, null);
    assertThat(operator.putIfAbsent("runs/one/spec.json", bytes("{}"))).isTrue();
    ScopeMaintenance align = maintenance(operator, "align-000");
    assertThat(align.pin(CheckpointName.parse("align-000:4"), true)).isTrue();
    align.prune(1);
    assertThat(StoredCommit.restorable(operator, "one", "align-000")).hasSize(2);
    ScopeLog held = claim(runner, "align-000");
    held.close(); // without a release: it looks held
    assertThat(maintenance(operator, "align-000", true).recover()).isTrue();
    ScopeAudit audit = ScopeAudit.of(operator, "one", "cell-000", null, size -> {});
    assertThat(audit.damages()).isEmpty();
    assertThat(audit.unread()).as("restricted").isNotEmpty();
    for (String scope : List.of("align-000", "cell-000")) {
      assertThat(maintenance(operator, scope).abandon("test")).isTrue();
      assertThat(maintenance(operator, scope).purge(true, "test")).isPositive();
      assertThat(memory.list("runs/one/" + scope + "/restricted/", "", 1)).isEmpty();
      assertThat(memory.list("runs/one/" + scope + "/blobs/", "", 1)).isEmpty();
    }
  }

  /** Pruning verifies what is to stay, and what a cell trains is restricted. */
  @Test
  void onlyARunnerPrunesAnUnfinishedCell() {
    try (ScopeLog log = claim(as(Role.RUNNER, null), "cell-000")) {
      commits(log, 3);
      log.release();
    }
    assertThatThrownBy(() -> maintenance(as(Role.OPERATOR, null), "cell-000").prune(1))
        .hasMessageContaining("403");
    ObjectStore runner = as(Role.RUNNER, "one");
    maintenance(runner, "cell-000", true).prune(1);
    assertThat(StoredCommit.restorable(runner, "one", "cell-000")).hasSize(1);
  }

  @Test
  void aPromoterReadsResultsAndWritesChampionsOnce() {
    try (ScopeLog log = claim(as(Role.RUNNER, null), "align-000")) {
      commits(log, 1);
      log.done(KEY, Map.of());
    }
    ObjectStore promoter = as(Role.PROMOTER, null);
    Restored result = Objects.requireNonNull(ScopeView.result(promoter, "one", "align-000"));
    assertThat(result.records("steps")).hasSize(1);
    assertThatThrownBy(() -> result.artefact("answers")).hasMessageContaining("403");
    promoter.put("champion/nightly/0000000001/adapter.safetensors", bytes("a"));
    String record = "champion/nightly/0000000001/record.json";
    assertThat(promoter.putIfAbsent(record, bytes("{}"))).isTrue();
    assertThat(promoter.putIfAbsent(record, bytes("{}"))).isFalse();
    assertThatThrownBy(() -> promoter.put(record, bytes("other"))).hasMessageContaining("403");
    assertThatThrownBy(() -> promoter.delete(record)).hasMessageContaining("403");
    assertThatThrownBy(() -> claim(promoter, "align-001")).hasMessageContaining("403");
  }

  private static ScopeLog claim(ObjectStore store, String scope) {
    return ScopeLog.claim(store, "one", scope, Holder.self(), settings());
  }

  private static void commits(ScopeLog log, int count) {
    log.restore();
    for (int i = 1; i <= count; i++) {
      log.saveNow(
          new Draft(
              "align",
              i,
              i == count,
              Map.of("weights", bytes("w" + i)),
              Map.of("answers", new Draft.Artefact(bytes("raw" + i), true)),
              Set.of(),
              List.of(new Draft.Append("steps", false, List.of("step " + i)))));
    }
  }

  private static ScopeMaintenance maintenance(ObjectStore store, String scope) {
    return maintenance(store, scope, false);
  }

  private static ScopeMaintenance maintenance(ObjectStore store, String scope, boolean force) {
    Settings settings = settings();
    return ScopeMaintenance.of(
        store,
        "one",
        scope,
        new Settings(
            settings.timeToLive(),
            settings.heartbeat(),
            settings.retention(),
            force,
            settings.provenance()));
  }

  private static Settings settings() {
    return new Settings(
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        new CheckpointPolicy(50, Duration.ofMinutes(5), 3, 0),
        false,
        new Provenance("0".repeat(64), "0.1.0", Map.of(), "cpu", "AVX2", 1));
  }

  private static Payload bytes(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
