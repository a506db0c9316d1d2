package realign.log;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.Appender.Appended;
import realign.store.StoreException;

/**
 * Decides when a scope may be claimed, and claims it. Claiming too early costs the other holder its
 * work since its last commit, never a committed one: safety is the append's, not this class's.
 */
final class Claimer {
  private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);

  private final ScopeStore at;
  private final ScopeKeys keys;
  private final LogReader reader;
  private final Appender appender;
  private final ProcessTable processes;
  private final Holder self;
  private final Settings settings;
  private final Predicate<Duration> stopped;
  private final Consumer<String> notices;

  /**
   * @param stopped waits at most so long; true when this process is to end
   */
  Claimer(
      ScopeStore at,
      ProcessTable processes,
      Holder self,
      Settings settings,
      Predicate<Duration> stopped,
      Consumer<String> notices) {
    this.at = at;
    this.keys = at.keys();
    this.reader = at.log();
    this.appender = at.appender();
    this.processes = processes;
    this.self = self;
    this.settings = settings;
    this.stopped = stopped;
    this.notices = notices;
  }

  /**
   * Claims the scope, or finds that it has ended.
   *
   * @throws ScopeHeldException when another holder lives: whether to wait for it is the caller's
   *     choice
   * @throws CancellationException when this process is to end
   */
  LogState claim(LogState seen) {
    LogState state = awaitFree(seen);
    while (!state.ended()) {
      LogEntry.Claim claim = next(state);
      Appended appended = appender.append(claim);
      switch (appended.outcome()) {
        case COMMITTED -> {
          tell(state);
          appender.hint(claim.n());
          return state.after(keys.entry(claim.n()), appended.stored());
        }
        case FENCED -> state = awaitFree(reader.onwards(state));
        case FAILED, UNKNOWN -> throw failed(appended);
      }
    }
    return state;
  }

  private LogEntry.Claim next(LogState state) {
    return new LogEntry.Claim(
        LogTail.next(state, at.time()),
        state.claimNumber(),
        state.claims() + 1,
        state.commitNumber(),
        self);
  }

  private StoreException failed(Appended appended) {
    StoreException cause = appended.failure();
    return new StoreException(
        keys.name() + ": could not be claimed" + (cause == null ? "" : ": " + cause.getMessage()),
        cause,
        appended.outcome() == Appender.Outcome.UNKNOWN);
  }

  private void tell(LogState before) {
    LogEntry.Claim other = before.claim();
    if (other != null && !before.released()) {
      String notice = keys.name() + ": taken over from " + other.holder();
      LOG.info(notice);
      notices.accept(notice);
    }
  }

  /** Returns when the scope may be claimed, or is finished. */
  private LogState awaitFree(LogState seen) {
    if (isOpen(seen)) {
      return seen;
    }
    LOG.info("{}: waiting for a sign of life of {}", keys.name(), holder(seen));
    Watch watch = watch(seen);
    if (!watch.moved() || isOpen(watch.state())) {
      return watch.state(); // no sign of life for one time-to-live, or given up, or finished
    }
    throw new ScopeHeldException(keys.name(), holder(watch.state()));
  }

  private boolean isOpen(LogState state) {
    return state.ended() || isFree(state);
  }

  private boolean isFree(LogState state) {
    LogEntry.Claim claim = state.claim();
    return claim == null
        || state.released()
        || settings.force()
        || self.sameJobAs(claim.holder())
        || (self.sameHostAs(claim.holder()) && processes.gone(claim.holder()));
  }

  private static Holder holder(LogState state) {
    LogEntry.Claim claim = state.claim();
    if (claim == null) {
      throw new IllegalStateException("a log without a claim is free");
    }
    return claim.holder();
  }

  private record Watch(LogState state, boolean moved) {}

  /** Looks for one time-to-live, on the own monotonic clock, whether head or heartbeat move. */
  private Watch watch(LogState state) {
    byte @Nullable [] beat = beat(state);
    long begin = at.time().nanoTime();
    long whole = settings.timeToLive().toNanos();
    for (long left = whole; left > 0; left = whole - (at.time().nanoTime() - begin)) {
      pause(Duration.ofNanos(Math.min(left, settings.heartbeat().toNanos())));
      LogState now = reader.onwards(state);
      boolean ended = isFree(now); // a killed process takes a moment to be gone
      if (ended || now.head() != state.head() || !Arrays.equals(beat, beat(state))) {
        return new Watch(now, true);
      }
    }
    return new Watch(state, false);
  }

  private void pause(Duration most) {
    if (stopped.test(most)) {
      throw new CancellationException(keys.name() + ": no longer wanted while it was waited for");
    }
  }

  /** The newest claim's heartbeat as it lies there; a missing one is like one that stands still. */
  private byte @Nullable [] beat(LogState state) {
    Long claim = state.claimNumber();
    Optional<byte[]> beat =
        claim == null ? Optional.empty() : SmallObjects.hint(at.patient(), keys.heartbeat(claim));
    return beat.orElse(null);
  }
}
