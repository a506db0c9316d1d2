package realign.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import realign.store.ObjectStore;

/**
 * The {@link AttemptTime} of a run's scopes, for whoever asks again and again: what attempts before
 * the newest took is read once. For one thread at a time.
 */
public final class AttemptTimes {
  private final ObjectStore store;
  private final String run;

  /** By scope, and by the claim that it came before. */
  private final Map<String, Map<Long, Duration>> before = new HashMap<>();

  /** Times of a run. */
  public AttemptTimes(ObjectStore store, String run) {
    this.store = store;
    this.run = run;
  }

  /**
   * The attempts at a scope.
   *
   * @param newest whether the newest claim counts; its holder knows its own time better
   * @throws DamagedLogException when an entry cannot be read
   */
  public AttemptTime of(String scope, boolean newest) {
    return of(ScopeStore.of(store, run, scope), newest);
  }

  AttemptTime of(ScopeStore at, boolean newest) {
    Map<Long, Duration> known = before.computeIfAbsent(at.keys().scope(), scope -> new HashMap<>());
    return AttemptTime.of(at, newest, known);
  }
}
