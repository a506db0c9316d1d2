package realign.log;

import java.util.UUID;
import realign.log.Appender.Appended;
import realign.store.StoreException;

/** The end of a log that this process holds: where the next entry goes. Used by one thread. */
final class LogTail {
  private final ScopeKeys keys;
  private final Appender appender;
  private final Time time;
  private LogState state;

  LogTail(ScopeKeys keys, Appender appender, Time time, LogState state) {
    this.keys = keys;
    this.appender = appender;
    this.time = time;
    this.state = state;
  }

  LogState state() {
    return state;
  }

  /** What the next entry has to carry. */
  LogEntry.Stamp next() {
    return next(state, time);
  }

  static LogEntry.Stamp next(LogState state, Time time) {
    return new LogEntry.Stamp(
        state.head() + 1, UUID.randomUUID().toString(), time.now(), state.headDigest());
  }

  /**
   * Appends an entry; it is in the log when this returns.
   *
   * @throws FencedException when another's entry has its number
   * @throws StoreException when the store failed, or nobody can tell
   */
  void append(LogEntry entry) {
    Appended appended = appender.append(entry);
    switch (appended.outcome()) {
      case COMMITTED -> state = state.after(keys.entry(entry.n()), appended.stored());
      case FENCED -> throw new FencedException(keys.name(), entry.n());
      case FAILED, UNKNOWN -> throw failed(keys, entry, appended);
    }
    appender.hint(entry.n());
  }

  static StoreException failed(ScopeKeys keys, LogEntry entry, Appended appended) {
    boolean unknown = appended.outcome() == Appender.Outcome.UNKNOWN;
    String outcome = unknown ? "may or may not be committed" : "was not committed";
    StoreException cause = appended.failure();
    String why = cause == null ? "" : ": " + cause.getMessage();
    return new StoreException(
        "%s: entry %d %s%s; run again once the store answers: what was committed before is kept"
            .formatted(keys.name(), entry.n(), outcome, why),
        cause,
        unknown);
  }
}
