package realign.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final long CLAIMS = 16;

  private final ObjectStore store;
  private final ScopeKeys keys;
  private final LogReader log;

  Sweeper(ObjectStore store, ScopeKeys keys, LogReader log) {
    this.store = store;
    this.keys = keys;
    this.log = log;
  }

  /**
   * Deletes orphans of the claims just before one; a failure only leaves waste. Looks at a bounded
   * number of claims, so that a scope that was begun a thousand times begins as fast as a new one;
   * {@link #orphans} finds what that leaves.
   */
  void sweep(LogEntry.Claim newest, Set<String> needed, Instant now) {
    try {
      orphans(newest, needed, now, CLAIMS).forEach(store::delete);
    } catch (StoreException | DamagedLogException e) {
      LOG.warn("{}: orphans are not deleted yet", keys.name(), e);
    }
  }

  /**
   * Keys of blobs that nothing needs below claims that ended a day ago.
   *
   * @param most number of claims to look at, newest first
   */
  List<String> orphans(LogEntry.Claim newest, Set<String> needed, Instant now, long most) {
    List<String> orphans = new ArrayList<>();
    LogEntry.Claim later = newest;
    for (long looked = 0; later.previous() != null && looked < most; looked++) {
      LogEntry.Claim ended = log.claim(later.previous());
      if (later.stamp().time().isBefore(now.minus(AGE))) {
        collect(keys.blobs(ended.n(), false), needed, orphans);
        collect(keys.blobs(ended.n(), true), needed, orphans);
      }
      later = ended;
    }
    return orphans;
  }

  private void collect(String prefix, Set<String> needed, List<String> orphans) {
    List<String> page = store.list(prefix, "", PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(key -> !needed.contains(key)).forEach(orphans::add);
      page = store.list(prefix, page.get(page.size() - 1), PAGE);
    }
  }
}
