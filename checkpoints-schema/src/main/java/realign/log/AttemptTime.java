package realign.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long the attempts at a scope took, by the times that holders wrote: for budgets, never for
 * safety. Reads a few objects an attempt, however long the log is.
 *
 * @param spent from each claim to its end, or to the last commit or sign of life of what was killed
 * @param ended whether no attempt can follow
 */
public record AttemptTime(Duration spent, boolean ended) {

  /**
   * The attempts at a scope.
   *
   * @param newest whether the newest claim counts
   * @param before what all attempts before a claim took, by its number; grows
   */
  static AttemptTime of(ScopeStore at, boolean newest, Map<Long, Duration> before) {
    LogReader log = at.log();
    LogState state = log.head();
    LogEntry.Claim claim = state.claim();
    Duration spent =
        claim == null || !newest ? Duration.ZERO : between(claim, newestEnd(at, log, state, claim));
    Duration earlier = claim == null ? Duration.ZERO : before(at, log, claim, before);
    return new AttemptTime(spent.plus(earlier), state.ended());
  }

  private static Duration before(
      ScopeStore at, LogReader log, LogEntry.Claim newest, Map<Long, Duration> before) {
    Duration spent = Duration.ZERO;
    LogEntry.Claim next = newest;
    while (next.previous() != null && !before.containsKey(next.n())) {
      LogEntry.Claim claim = log.claim(next.previous());
      spent = spent.plus(between(claim, end(at, log, claim, next)));
      next = claim;
    }
    spent = spent.plus(before.getOrDefault(next.n(), Duration.ZERO));
    before.put(newest.n(), spent);
    return spent;
  }

  private static Instant newestEnd(
      ScopeStore at, LogReader log, LogState state, LogEntry.Claim claim) {
    if (state.done() != null) {
      return state.done().stamp().time();
    }
    return state.released()
        ? log.read(state.head()).stamp().time()
        : lastSign(at, claim, state.commit());
  }

  /**
   * A release is the last entry before the claim that follows it. Whoever was replaced may have
   * given signs of life afterwards: that time is its successor's.
   */
  private static Instant end(
      ScopeStore at, LogReader log, LogEntry.Claim claim, LogEntry.Claim next) {
    if (log.read(next.n() - 1) instanceof LogEntry.Release release) {
      return release.stamp().time();
    }
    Instant last = lastSign(at, claim, next.commit() == null ? null : log.commit(next.commit()));
    Instant replaced = next.stamp().time();
    return last.isBefore(replaced) ? last : replaced;
  }

  private static Instant lastSign(
      ScopeStore at, LogEntry.Claim claim, LogEntry.@Nullable Commit commit) {
    Instant committed =
        commit != null && commit.claim() == claim.n()
            ? commit.stamp().time()
            : claim.stamp().time();
    return Heartbeats.read(at.patient(), at.keys().heartbeat(claim.n()))
        .map(ScopeView.Heartbeat::time)
        .filter(committed::isBefore)
        .orElse(committed);
  }

  /** Clocks of two machines may disagree; nobody spent less than nothing. */
  private static Duration between(LogEntry.Claim claim, Instant end) {
    Duration time = Duration.between(claim.stamp().time(), end);
    return time.isNegative() ? Duration.ZERO : time;
  }
}
