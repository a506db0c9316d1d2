package realign.log;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import realign.store.ObjectStore;

/**
 * How the scopes of a run stand, as of one listing, for a look at all of them: the listing tells
 * where each log ends, so that a scope which nobody has begun costs no request, and any other half
 * of what {@link ScopeHead#read} makes. Not for deciding who may claim one: what a store lists late
 * is missing here.
 */
public final class RunHeads {
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final String run;

  /** Number of each log's newest entry, by scope. */
  private final Map<String, Long> newest;

  /** Where a listing stopped that was too long, or null. */
  private final @Nullable String end;

  private final Map<String, LogState> states = new ConcurrentHashMap<>();

  private RunHeads(ObjectStore store, String run, Map<String, Long> newest, @Nullable String end) {
    this.store = store;
    this.run = run;
    this.newest = Map.copyOf(newest);
    this.end = end;
  }

  /** Lists a run. What is then asked of it may be asked by several threads. */
  public static RunHeads list(ObjectStore store, String run) {
    List<String> keys = store.list("runs/" + run + "/", "", PAGE);
    Map<String, Long> newest = new HashMap<>();
    for (String key : keys) {
      ScopeKeys.scopeOfEntry(run, key)
          .ifPresent(scope -> newest.put(scope, ScopeKeys.entryNumber(key).orElseThrow()));
    }
    return new RunHeads(store, run, newest, keys.size() < PAGE ? null : keys.get(PAGE - 1));
  }

  /**
   * How a scope stands.
   *
   * @throws DamagedLogException when an entry at the end of its log cannot be read
   */
  public ScopeHead of(String scope) {
    return ScopeHead.of(at(scope), state(scope));
  }

  /**
   * An artefact of a done scope, read and verified without the others; null when there is none of
   * that name, the scope is not done, or was abandoned.
   */
  public @Nullable ByteBuffer artefact(String scope, String name) {
    LogState state = state(scope);
    LogEntry.Done done = state.done();
    @Nullable BlobRef blob = done == null ? null : done.contents().artefacts().get(name);
    return blob == null || state.abandoned()
        ? null
        : VerifiedContents.read(blob, at(scope).blobs(), state.upkeep());
  }

  private LogState state(String scope) {
    LogState known = states.get(scope);
    if (known != null) {
      return known;
    }
    LogState state = read(at(scope), newest.get(scope));
    states.put(scope, state);
    return state;
  }

  private LogState read(ScopeStore at, @Nullable Long last) {
    if (!isListed(at.keys().entries())) {
      return at.log().head();
    }
    return last == null ? LogState.EMPTY : at.log().upTo(last);
  }

  /** Whether the listing went on beyond a log. */
  private boolean isListed(String log) {
    return end == null || (end.compareTo(log) > 0 && !end.startsWith(log));
  }

  private ScopeStore at(String scope) {
    return ScopeStore.of(store, run, scope);
  }
}
