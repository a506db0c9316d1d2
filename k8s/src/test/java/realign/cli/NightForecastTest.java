package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import realign.result.Circumstances;
import realign.result.Verdict;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** How long a night takes, by the runs before it. */
class NightForecastTest {
  private static final Instant NOON = TestWorld.NOON;

  private static Circumstances.Attempt attempt(
      String scope, int number, @Nullable Integer endHour, int lastHour) {
    return new Circumstances.Attempt(
        scope,
        number,
        "somebody",
        NOON,
        endHour == null ? null : NOON.plus(Duration.ofHours(endHour)),
        NOON.plus(Duration.ofHours(lastHour)),
        "align 0",
        "align 1",
        1,
        Circumstances.Ending.DONE,
        0);
  }

  @Test
  void addsAttemptsUpAndSharesThemAmongPods() {
    try (ObjectStore store = new MemoryStore()) {
      assertThat(NightForecast.of(store, "tiny")).isEmpty();
      new StoredRun(store, "tiny-1")
          .reported(
              Verdict.Outcome.PASS,
              List.of(
                  attempt("align-000", 1, null, 2), // died after its last commit
                  attempt("align-000", 2, 3, 3),
                  attempt("cell-000", 1, 4, 4),
                  attempt("cell-001", 1, 1, 1)));
      NightForecast forecast = NightForecast.of(store, "tiny").orElseThrow();
      assertThat(forecast.total()).isEqualTo(Duration.ofHours(10));
      assertThat(forecast.longest()).isEqualTo(Duration.ofHours(5));
      assertThat(forecast.with(1)).isEqualTo(Duration.ofHours(10));
      assertThat(forecast.with(4)).isEqualTo(Duration.ofHours(5));
      assertThat(NightForecast.of(store, "other")).isEmpty();
    }
  }
}
