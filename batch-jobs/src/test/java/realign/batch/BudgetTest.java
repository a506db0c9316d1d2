package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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
  private Runnable during = () -> {};
  private Thread overlapping = new Thread(() -> {});

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

  /** As a holder's look that is late: it must not count the own attempt of the scope before. */
  @Test
  void aLookThatOverlapsTheNextScopeLosesNoTime() {
    List<Runnable> late = new ArrayList<>();
    Budget budget = budget(HOUR, late::add);
    budget.begin("align-000");
    pass(Duration.ofMinutes(40));
    budget.check(stop);
    during =
        () -> {
          during = () -> {};
          logs.put("align-000", new AttemptTime(Duration.ofMinutes(40), true));
          Thread next = new Thread(() -> budget.begin("align-001"));
          next.start();
          overlapping = next;
          while (next.getState() == Thread.State.RUNNABLE || next.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
          }
        };
    late.forEach(Runnable::run);
    awaitOverlapping();
    pass(Duration.ofMinutes(20));
    budget.check(stop);
    assertThat(stop.raised()).isTrue();
  }

  private void awaitOverlapping() {
    try {
      overlapping.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClaimAfterALookReadsItsOwnScopeAlone() {
    Budget budget = budget(HOUR);
    budget.require();
    int before = reads;
    budget.begin("align-000");
    assertThat(reads).isEqualTo(before + 1);
    budget.begin("align-001");
    assertThat(reads).as("the scope before is another's now").isEqualTo(before + 4);
  }

  @Test
  void aRunOfManyScopesIsReadLessOften() {
    List<String> many = IntStream.range(0, 90).mapToObj(i -> "cell-" + i).toList();
    Budget budget =
        new Budget(
            HOUR,
            many,
            (scope, newest) -> {
              reads++;
              return new AttemptTime(Duration.ZERO, false);
            },
            nanos::get,
            Runnable::run);
    budget.begin("cell-0");
    pass(Duration.ofSeconds(179));
    budget.check(stop);
    assertThat(reads).isEqualTo(90);
    pass(Duration.ofSeconds(1));
    budget.check(stop);
    assertThat(reads).isEqualTo(180);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Budget budget(@org.jspecify.annotations.Nullable Duration limit) {
    return budget(limit, Runnable::run);
  }

  private Budget budget(@org.jspecify.annotations.Nullable Duration limit, Executor aside) {
    return new Budget(
        limit,
        List.of("load", "align-000", "align-001"),
        (scope, newest) -> {
          reads++;
          if (scope.equals("align-000")) {
            during.run();
            if (!newest) {
              return new AttemptTime(Duration.ZERO, logs.containsKey(scope));
            }
          }
          return java.util.Objects.requireNonNull(
              logs.getOrDefault(scope, new AttemptTime(Duration.ZERO, false)));
        },
        nanos::get,
        aside);
  }
}
