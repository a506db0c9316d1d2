package realign.batch;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.StoredCommit;
import realign.spec.Scope;
import realign.store.ObjectStore;

/**
 * Results of other runs that need not be computed again, because all that decides them is the same.
 *
 * @param keys gives a scope's key
 * @param allowed whether any is to be used
 */
record Reuse(ObjectStore store, Function<Scope, String> keys, boolean allowed) {
  private static final Logger LOG = LoggerFactory.getLogger(Reuse.class);

  /** A result that could be taken for a scope's. */
  Optional<StoredCommit> find(Scope scope) {
    return find(scope, LOG::debug);
  }

  /**
   * The same. The report is cheap and speaks of its own run: it is always made.
   *
   * @param why told why a result that there is cannot be used
   */
  Optional<StoredCommit> find(Scope scope, Consumer<String> why) {
    return allowed && !(scope instanceof Scope.Report)
        ? StoredCommit.finished(store, keys.apply(scope), why)
        : Optional.empty();
  }
}
