package realign.log;

import java.util.Optional;
import java.util.function.Function;
import realign.spec.Digest;
import realign.spec.Scope;
import realign.spec.ScopeKey;
import realign.store.ObjectStore;

/**
 * The keys under which a run's scopes are finished and found. That is their {@link ScopeKey}, but
 * where a scope began with another run's checkpoint: its result depends on more than its own spec,
 * and so does that of a cell on such an alignment. Their keys have the checkpoint in them, so that
 * no other run takes their results for those of its spec.
 */
public final class ResultKeys implements Function<Scope, String> {
  private final ObjectStore store;
  private final String run;
  private final ScopeKey keys;

  /** Keys of a run in a store. */
  public ResultKeys(ObjectStore store, String run, ScopeKey keys) {
    this.store = store;
    this.run = run;
    this.keys = keys;
  }

  @Override
  public String apply(Scope scope) {
    String key = keys.apply(scope);
    if (scope instanceof Scope.Cell cell) {
      String alignment = apply(cell.alignment());
      boolean plain = alignment.equals(keys.apply(cell.alignment()));
      return forked(scope, plain ? key : Digest.of(key + " on " + alignment));
    }
    return scope instanceof Scope.Align ? forked(scope, key) : key;
  }

  private String forked(Scope scope, String key) {
    Optional<Origin> began = Fork.origin(store, run, scope.name());
    return began
        .filter(origin -> !madeTheSame(origin, key))
        .map(origin -> Digest.of(key + " from " + origin))
        .orElse(key);
  }

  /** Whether what it began with was computed by the same spec: then it is a copy of the result. */
  private boolean madeTheSame(Origin origin, String key) {
    ScopeView.DoneSummary done = ScopeHead.read(store, origin.run(), origin.scope()).done();
    return done != null && done.key().equals(key);
  }
}
