package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.log.ScopeView.State;
import realign.store.MemoryStore;

class ScopeViewTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore store = new MemoryStore();
  private final FakeTime time = new FakeTime();
  private final Instant start = time.now();

  private ScopeView view() {
    return ScopeView.read(store, Logs.RUN, SCOPE);
  }

  private ScopeLog claim(String attempt) {
    return Logs.claim(store, SCOPE, Logs.gone(attempt), Logs.settings(), time);
  }

  @Test
  void tellsTheStatesOfAScope() {
    assertThat(view().state()).isEqualTo(State.NONE);
    assertThat(view().newestAttempt()).isNull();
    assertThat(view().newestCommit()).isNull();
    try (ScopeLog log = claim("a")) {
      assertThat(view().state()).isEqualTo(State.CLAIMED);
      log.saveNow(Logs.draft(1));
      assertThat(view().state()).isEqualTo(State.RUNNING);
      log.release();
      assertThat(view().state()).isEqualTo(State.RELEASED);
    }
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNull();
    try (ScopeLog log = claim("b")) {
      log.restore();
      assertThat(view().state()).isEqualTo(State.CLAIMED);
      log.done("k", Map.of("records", "d"));
    }
    assertThat(view().state()).isEqualTo(State.DONE);
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNotNull();
  }

  @Test
  void tellsTheTimeLineOfAttempts() {
    try (ScopeLog log = claim("a")) {
      time.advance(Duration.ofMinutes(1));
      log.saveNow(Logs.draft(1));
      time.advance(Duration.ofMinutes(1));
    }
    try (ScopeLog log = claim("b")) {
      log.restore();
      time.advance(Duration.ofMinutes(1));
      log.saveNow(Logs.artefact(2, "adapter", "A", false));
      time.advance(Duration.ofMinutes(1));
      log.done("k", Map.of("records", "d"));
    }
    ScopeView view = view();
    assertThat(view.attempts()).hasSize(2);
    ScopeView.Attempt killed = view.attempts().get(0);
    assertThat(killed.holder().attempt()).isEqualTo("a");
    assertThat(killed.time()).isEqualTo(start);
    assertThat(killed.lastCommit()).isEqualTo(start.plus(Duration.ofMinutes(1)));
    assertThat(killed.end()).isNull();
    ScopeView.Attempt finished = view.attempts().get(1);
    assertThat(finished.time()).isEqualTo(start.plus(Duration.ofMinutes(2)));
    assertThat(finished.end()).isEqualTo(start.plus(Duration.ofMinutes(4)));
    assertThat(view.commits()).hasSize(3); // the last one closes the scope
    assertThat(view.commits().get(0).position()).isEqualTo(1);
    assertThat(view.commits().get(0).provenance().processor()).isEqualTo("AVX2");
    ScopeView.DoneSummary done = Objects.requireNonNull(view.done());
    assertThat(done.key()).isEqualTo("k");
    assertThat(done.artefacts()).containsExactly("adapter");
  }

  @Test
  void whoeverMovesBetweenTwoViewsLives() {
    try (ScopeLog log = claim("a")) {
      ScopeView first = view();
      assertThat(first.heartbeatAge(start.plusSeconds(7))).isEqualTo(Duration.ofSeconds(7));
      assertThat(view().movedSince(first)).isFalse();
      log.saveNow(Logs.draft(1));
      assertThat(view().movedSince(first)).isTrue();
      ScopeView second = view();
      store.put(new ScopeKeys(Logs.RUN, SCOPE).heartbeat(0), Logs.bytes(nextBeat()));
      assertThat(view().movedSince(second)).isTrue();
    }
  }

  private static String nextBeat() {
    return "{\"seq\":1,\"time\":\"2026-01-01T00:00:05Z\",\"stage\":\"align\",\"position\":1,"
        + "\"size\":2,\"loss\":null,\"committedPosition\":1}";
  }
}
