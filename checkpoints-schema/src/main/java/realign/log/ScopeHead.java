package realign.log;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeView.CommitPoint;
import realign.log.ScopeView.DoneSummary;
import realign.log.ScopeView.Heartbeat;
import realign.log.ScopeView.State;
import realign.store.ObjectStore;

/**
 * How a scope stands at one moment: read from the end of its log, so that it costs the same however
 * long the log is. For its history see {@link ScopeView}.
 *
 * @param state what the log says
 * @param entries number of entries
 * @param attempts number of claims
 * @param holder who made the newest claim, or null
 * @param claimed when, or null
 * @param newestCommit the newest commit, or null
 * @param heartbeat its holder's sign of life, or null when there is none or nobody holds it
 * @param done what the scope ended with, or null
 * @param abandoned why it was abandoned, or null
 */
public record ScopeHead(
    String run,
    String scope,
    State state,
    long entries,
    long attempts,
    @Nullable Holder holder,
    @Nullable Instant claimed,
    @Nullable CommitPoint newestCommit,
    @Nullable Heartbeat heartbeat,
    @Nullable DoneSummary done,
    @Nullable String abandoned) {
  /**
   * Reads how a scope stands.
   *
   * @throws DamagedLogException when an entry at the end of the log cannot be read
   */
  public static ScopeHead read(ObjectStore store, String run, String scope) {
    ScopeStore at = ScopeStore.of(store, run, scope);
    return of(at, at.log().head());
  }

  static ScopeHead of(ScopeStore at, LogState state) {
    LogEntry.Claim claim = state.claim();
    LogEntry.Commit commit = state.commit();
    LogEntry.Done done = state.done();
    return new ScopeHead(
        at.keys().run(),
        at.keys().scope(),
        state(state),
        state.head() + 1,
        state.claims(),
        claim == null ? null : claim.holder(),
        claim == null ? null : claim.stamp().time(),
        commit == null ? null : ViewBuilder.point(commit, state),
        claim == null || state.released() || state.ended()
            ? null
            : Heartbeats.read(at.patient(), at.keys().heartbeat(claim.n())).orElse(null),
        done == null ? null : ViewBuilder.summary(done),
        state.upkeep().reason());
  }

  private static State state(LogState log) {
    LogEntry.Claim claim = log.claim();
    LogEntry.Commit commit = log.commit();
    if (claim == null) {
      return State.NONE;
    } else if (log.abandoned()) {
      return State.ABANDONED;
    } else if (log.done() != null) {
      return State.DONE;
    } else if (log.released()) {
      return State.RELEASED;
    }
    return commit != null && commit.claim() == claim.n() ? State.RUNNING : State.CLAIMED;
  }

  /** Whether somebody claimed the scope and neither finished it nor gave it up. */
  public boolean held() {
    return state == State.CLAIMED || state == State.RUNNING;
  }

  /**
   * Whether the holder appended or gave a sign of life between an earlier look and this one. True
   * is proof that it lived; false only says that it did not in that time. No clock has to be right.
   */
  public boolean movedSince(ScopeHead earlier) {
    Heartbeat before = earlier.heartbeat;
    boolean beats = heartbeat != null && (before == null || heartbeat.seq() != before.seq());
    return beats || entries != earlier.entries;
  }

  /** Age of the heartbeat by the two machines' clocks, or null when there is none; for people. */
  public @Nullable Duration heartbeatAge(Instant now) {
    return heartbeat == null ? null : Duration.between(heartbeat.time(), now);
  }

  /**
   * Claims since the newest commit that neither committed nor gave the scope up, newest first.
   *
   * @param most where to stop counting
   */
  public static long fruitlessAttempts(ObjectStore store, String run, String scope, long most) {
    ScopeStore at = ScopeStore.of(store, run, scope);
    LogReader log = at.log();
    LogState state = log.head();
    long newestCommit = state.commit() == null ? -1 : state.commit().n();
    boolean released = state.released();
    long count = 0;
    LogEntry.Claim claim = state.claim();
    while (claim != null && claim.n() > newestCommit && count < most) {
      count += released ? 0 : 1;
      Long previous = claim.previous();
      released = previous != null && log.isRelease(claim.n() - 1);
      claim = previous == null ? null : log.claim(previous);
    }
    return count;
  }
}
