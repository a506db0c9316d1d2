package realign.log;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/**
 * How long a store that is busy, or whose answer was lost, is tried again. What it refuses for good
 * is not tried again.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  static final int ATTEMPTS = 8;

  private final Time time;

  Patience(Time time) {
    this.time = time;
  }

  /** Does something that may be done more than once. */
  <T> T insist(Supplier<T> effect) {
    for (int attempt = 1; ; attempt++) {
      try {
        return effect.get();
      } catch (StoreException e) {
        if (!pause(attempt, e)) {
          throw e;
        }
      }
    }
  }

  /** Waits before the next attempt; false when there shall be none. */
  boolean pause(int attempt, StoreException failure) {
    if (attempt >= ATTEMPTS || failure.kind() == Kind.REFUSED) {
      return false;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    LOG.debug("attempt {} of {}: {}", attempt, ATTEMPTS, failure.getMessage());
    time.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    return true;
  }
}
