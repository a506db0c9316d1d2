package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import realign.log.AttemptTime;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

class BudgetTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong nanos = new AtomicLong(7);
  private final Map<String, AttemptTime> logs = new HashMap<>();
  private final StopSignal stop = new StopSignal();
  private int reads;

  @Test
  void withoutALimitNothingIsRead() {
    Budget budget = budget(null);
    budget.require();
    budget.begin("align-000");
    pass(HOUR.multipliedBy(1000));
    budget.check(stop);
    assertThat(stop.raised()).isFalse();
    assertThat(reads).isZero();
  }

  @Test
  void theOwnTimeIsExact() {
    Budget budget = budget(HOUR);
    budget.begin("align-000");
    pass(HOUR.minusNanos(1));
    budget.check(stop);
    assertThat(stop.raised()).isFalse();
    pass(Duration.ofNanos(1));
    budget.check(stop);
    assertThat(stop.reason()).isEqualTo(StopSignal.Reason.BUDGET);
  }

  @Test
  void whatOthersTookCountsToo() {
    logs.put("load", new AttemptTime(Duration.ofMinutes(10), true));
    logs.put("align-001", new AttemptTime(Duration.ofMinutes(20), false));
    Budget budget = budget(HOUR);
    budget.begin("align-000");
    pass(Duration.ofMinutes(29));
    budget.check(stop);
    assertThat(stop.raised()).isFalse();
    pass(Duration.ofMinutes(1));
    budget.check(stop);
    assertThat(stop.raised()).isTrue();
  }

  @Test
  void whatOthersSpendMeanwhileIsReadOnceAMinute() {
    logs.put("load", new AttemptTime(Duration.ofMinutes(1), true));
    Budget budget = budget(HOUR);
    budget.begin("align-000");
    int atClaim = reads;
    for (int i = 0; i < 59; i++) {
      pass(Duration.ofSeconds(1));
      budget.check(stop);
    }
    assertThat(reads).isEqualTo(atClaim);
    logs.put("align-001", new AttemptTime(HOUR, false));
    pass(Duration.ofSeconds(1));
    budget.check(stop);
    assertThat(reads).as("not the scope that has ended").isEqualTo(atClaim + 2);
    budget.check(stop);
    assertThat(stop.raised()).isTrue();
  }

  @Test
  void aStoreThatIsAwayDoesNotEndTheWork() {
    Budget budget = budget(HOUR);
    budget.begin("align-000");
    logs.put("align-001", null);
    pass(Duration.ofMinutes(2));
    assertThatCode(() -> budget.check(stop)).doesNotThrowAnyException();
    assertThat(stop.raised()).isFalse();
  }

  @Test
  void onceItIsSpentNothingBegins() {
    logs.put("align-001", new AttemptTime(Duration.ofMinutes(200), false));
    assertThatCode(() -> budget(Duration.ofMinutes(201)).require()).doesNotThrowAnyException();
    assertThatThrownBy(() -> budget(Duration.ofMinutes(200)).require())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUDGET))
        .hasMessageContaining("cluster.budget")
        .hasMessageContaining("3 h 20 min")
        .hasMessageContaining("Raise cluster.budget");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Budget budget(@org.jspecify.annotations.Nullable Duration limit) {
    return new Budget(
        limit,
        List.of("load", "align-000", "align-001"),
        (scope, newest) -> {
          reads++;
          return java.util.Objects.requireNonNull(
              logs.getOrDefault(scope, new AttemptTime(Duration.ZERO, false)));
        },
        nanos::get,
        Runnable::run);
  }
}
