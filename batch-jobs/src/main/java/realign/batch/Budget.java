package realign.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.AttemptTime;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * The time that all attempts of a run together may take. What other attempts took is read from
 * their logs; the own attempt's is measured here, so that a look costs no call of the store. Not
 * for a deadline: nobody pays for the time in which nothing runs.
 */
final class Budget {
  /** Between two looks at what others spend meanwhile. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

  /** What the attempts at a scope took. */
  @FunctionalInterface
  interface Spending {
    /**
     * Reads it.
     *
     * @param newest whether the newest claim counts
     */
    AttemptTime of(String scope, boolean newest);
  }

  private final @Nullable Duration limit;
  private final Collection<String> scopes;
  private final Spending spending;
  private final LongSupplier nanoTime;
  private final Executor aside;
  private final Map<String, Duration> ended = new ConcurrentHashMap<>();
  private final AtomicBoolean reading = new AtomicBoolean();

  /** The scope that this process holds, or null. */
  private volatile @Nullable String own;

  private volatile Duration others = Duration.ZERO;
  private volatile long begun;
  private volatile long read;

  /**
   * A budget.
   *
   * @param limit null for any time
   * @param scopes all scopes of the run
   * @param aside does what must not hold up the work
   */
  Budget(
      @Nullable Duration limit,
      Collection<String> scopes,
      Spending spending,
      LongSupplier nanoTime,
      Executor aside) {
    this.limit = limit;
    this.scopes = scopes;
    this.spending = spending;
    this.nanoTime = nanoTime;
    this.aside = aside;
  }

  /**
   * Refuses to begin anything once it is spent.
   *
   * @throws ProblemException with exit code 12
   */
  void require() {
    if (limit != null) {
      own = null;
      others = readOthers();
      if (isSpent()) {
        throw problem();
      }
    }
  }

  /** This process has claimed a scope, and its time counts from here. */
  void begin(String scope) {
    if (limit != null) {
      begun = nanoTime.getAsLong();
      own = scope;
      others = readOthers();
    }
  }

  /** Asks the process to end once it is spent. To be called after every item: it is cheap. */
  void check(StopSignal stop) {
    if (limit == null) {
      return;
    }
    if (isSpent()) {
      stop.raise(StopSignal.Reason.BUDGET);
    } else if (nanoTime.getAsLong() - read >= PAUSE.toNanos()
        && reading.compareAndSet(false, true)) {
      aside.execute(this::readAgain);
    }
  }

  private void readAgain() {
    try {
      others = readOthers();
    } catch (RuntimeException e) {
      LOG.warn("what other attempts took could not be read; tried again", e);
    } finally {
      read = nanoTime.getAsLong();
      reading.set(false);
    }
  }

  private Duration readOthers() {
    Duration sum = Duration.ZERO;
    for (String scope : scopes) {
      Duration known = ended.get(scope);
      sum = sum.plus(known == null ? readScope(scope) : known);
    }
    read = nanoTime.getAsLong();
    return sum;
  }

  private Duration readScope(String scope) {
    AttemptTime time = spending.of(scope, !scope.equals(own));
    if (time.ended() && !scope.equals(own)) {
      ended.put(scope, time.spent());
    }
    return time.spent();
  }

  private boolean isSpent() {
    return limit != null && spent().compareTo(limit) >= 0;
  }

  private Duration spent() {
    return own == null ? others : others.plusNanos(nanoTime.getAsLong() - begun);
  }

  /** That it is spent, with the numbers. */
  ProblemException problem() {
    return new ProblemException(
        ExitCode.BUDGET,
        new Problem(
            "RLN-733",
            "cluster.budget",
            words(limit == null ? Duration.ZERO : limit),
            "must be more than all attempts of the run took: " + words(spent()),
            "Raise cluster.budget in the target and start again: the run goes on from its last"
                + " checkpoint"));
  }

  /** Such as {@code 3 h 20 min}; below a minute in seconds. */
  private static String words(Duration time) {
    if (time.toMinutes() == 0) {
      return time.toMillis() / 1000.0 + " s";
    }
    return time.toHours() == 0
        ? time.toMinutes() + " min"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
