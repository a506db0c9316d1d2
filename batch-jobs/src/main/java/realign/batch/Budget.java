package realign.batch;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.AttemptTime;
import realign.log.DamagedLogException;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * The time that all attempts of a run together may take. What other attempts took is read from
 * their logs; the own attempt's is measured here, so that a look costs no call of the store. Not
 * for a deadline: nobody pays for the time in which nothing runs.
 */
final class Budget implements AutoCloseable {
  /** Least time between two looks at what others spend meanwhile. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** A look reads some objects of every unfinished scope, so that large runs look less often. */
  private static final Duration PAUSE_PER_SCOPE = Duration.ofSeconds(2);

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
  private final Duration pause;

  /** What each scope took when it was last read; without the own attempt's time. */
  private final Map<String, Duration> known = new HashMap<>();

  /** Scopes whose time cannot change any more. */
  private final Set<String> ended = new HashSet<>();

  private final AtomicBoolean reading = new AtomicBoolean();

  /** The scope that this process holds, or null. */
  private volatile @Nullable String own;

  private volatile Duration others = Duration.ZERO;
  private volatile long begun;
  private volatile long read;
  private volatile boolean closed;

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
    Duration forAll = PAUSE_PER_SCOPE.multipliedBy(scopes.size());
    this.pause = forAll.compareTo(PAUSE) > 0 ? forAll : PAUSE;
  }

  /**
   * Refuses to begin anything once it is spent.
   *
   * @throws ProblemException with exit code 12
   */
  void require() {
    if (limit != null) {
      readOthers(null);
      requireRest();
    }
  }

  /**
   * The same by what was read before, in the middle of an attempt.
   *
   * @throws ProblemException with exit code 12
   */
  void requireRest() {
    if (isSpent()) {
      throw problem();
    }
  }

  /** This process has claimed a scope, and its time counts from here. */
  void begin(String scope) {
    if (limit != null) {
      begun = nanoTime.getAsLong();
      readOthers(scope);
    }
  }

  /** Asks the process to end once it is spent. To be called after every item: it is cheap. */
  void check(StopSignal stop) {
    if (limit == null) {
      return;
    }
    if (isSpent()) {
      stop.raise(StopSignal.Reason.BUDGET);
    } else if (lookDue() && reading.compareAndSet(false, true)) {
      aside.execute(this::readAgain);
    }
  }

  private void readAgain() {
    try {
      readAll();
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.warn("what other attempts took could not be read; tried again", e);
      }
    } finally {
      read = nanoTime.getAsLong();
      reading.set(false);
    }
  }

  /** Another scope is the own one from here on. */
  private synchronized void readOthers(@Nullable String next) {
    boolean justRead = own == null && !known.isEmpty() && !lookDue();
    own = next;
    if (justRead && next != null) {
      readScope(next, false);
      sum();
    } else {
      readAll();
    }
  }

  /** Not while the own scope changes: what one of both counts the other leaves out. */
  private synchronized void readAll() {
    for (String scope : scopes) {
      if (!ended.contains(scope)) {
        readScope(scope, !scope.equals(own));
      }
    }
    sum();
    read = nanoTime.getAsLong();
  }

  private void sum() {
    others = known.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private boolean lookDue() {
    return nanoTime.getAsLong() - read >= pause.toNanos();
  }

  /** What one damaged log hides must not end the pods of all other scopes. */
  private void readScope(String scope, boolean newest) {
    try {
      AttemptTime time = spending.of(scope, newest);
      known.put(scope, time.spent());
      if (time.ended() && newest) {
        ended.add(scope);
      }
    } catch (DamagedLogException e) {
      LOG.warn("the time that {} took is not counted any more: {}", scope, e.getMessage());
      ended.add(scope);
    }
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

  /** A read that is broken off from here on is no news. */
  @Override
  public void close() {
    closed = true;
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
