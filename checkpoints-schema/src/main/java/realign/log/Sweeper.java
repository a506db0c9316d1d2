package realign.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.store.ObjectStore;
import realign.store.StoreException;

/**
 * Deletes what holders that were killed wrote and never committed. Looks only below claims that
 * ended a day ago, and only the newest holder does it: nobody can come to need such a blob any
 * more.
 */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration AGE = Duration.ofHours(24);
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final ScopeKeys keys;
  private final LogReader log;

  Sweeper(ObjectStore store, ScopeKeys keys, LogReader log) {
    this.store = store;
    this.keys = keys;
    this.log = log;
  }

  /** Deletes orphans of the claims before one; a failure only leaves waste. */
  void sweep(LogEntry.Claim newest, Set<String> needed, Instant now) {
    try {
      LogEntry.Claim later = newest;
      while (later.previous() != null) {
        LogEntry.Claim ended = log.claim(later.previous());
        if (later.stamp().time().isBefore(now.minus(AGE))) {
          sweep(keys.blobs(ended.n(), false), needed);
          sweep(keys.blobs(ended.n(), true), needed);
        }
        later = ended;
      }
    } catch (StoreException | DamagedLogException e) {
      LOG.warn("{}: orphans are not deleted yet", keys.name(), e);
    }
  }

  private void sweep(String prefix, Set<String> needed) {
    List<String> page = store.list(prefix, "", PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(key -> !needed.contains(key)).forEach(store::delete);
      page = store.list(prefix, page.get(page.size() - 1), PAGE);
    }
  }
}
