package realign.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import realign.spec.Target.CheckpointPolicy;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * A scope's log in the store, held by this process: the only truth about what is done. Not for
 * looking at a scope that one does not own; see {@link ScopeView}.
 *
 * <p>One thread calls it. Drafts are written by a side thread in the order in which they were
 * handed over; when one of them fails, that failure is thrown by every later call.
 */
public final class ScopeLog implements AutoCloseable {
  private final ScopeStore at;
  private final List<String> notices = new CopyOnWriteArrayList<>();

  /** Null when the scope was finished before. */
  private final @Nullable Holding holding;

  private ScopeLog(
      ScopeStore at,
      Holder holder,
      Settings settings,
      ProcessTable processes,
      Predicate<Duration> stopped) {
    this.at = at;
    LogState state = at.log().head();
    if (!state.ended()) {
      probe();
      state = new Claimer(at, processes, holder, settings, stopped, notices::add).claim(state);
    }
    this.holding = hold(state, settings);
  }

  private void probe() {
    new Patience(at.time())
        .insist(
            () -> {
              ObjectStores.probe(at.store());
              return true;
            });
  }

  private @Nullable Holding hold(LogState state, Settings settings) {
    LogEntry.Claim claim = state.claim();
    if (state.ended() || claim == null) {
      requireUsable(state);
      return null;
    }
    return new Holding(at, state, claim, settings, notices::add);
  }

  private void requireUsable(LogState state) {
    if (state.abandoned()) {
      throw new ScopeAbandonedException(at.keys().name());
    }
  }

  /**
   * Claims a scope, or opens it for reading when it is done.
   *
   * @throws ScopeHeldException when another process holds it and lives
   * @throws realign.store.StoreException when the store fails or does not honour put-if-absent
   */
  public static ScopeLog claim(
      ObjectStore store, String run, String scope, Holder holder, Settings settings) {
    return claim(ScopeStore.of(store, run, scope), holder, settings, new ProcessTable());
  }

  /**
   * The same for a process that may be asked to end while it watches another holder.
   *
   * @param stopped waits at most so long; true when this process is to end
   * @throws java.util.concurrent.CancellationException when it is; nothing is claimed then
   */
  public static ScopeLog claim(
      ObjectStore store,
      String run,
      String scope,
      Holder holder,
      Settings settings,
      Predicate<Duration> stopped) {
    return claim(ScopeStore.of(store, run, scope), holder, settings, new ProcessTable(), stopped);
  }

  static ScopeLog claim(ScopeStore at, Holder holder, Settings settings, ProcessTable processes) {
    return claim(
        at,
        holder,
        settings,
        processes,
        most -> {
          at.time().sleep(most);
          return false;
        });
  }

  private static ScopeLog claim(
      ScopeStore at,
      Holder holder,
      Settings settings,
      ProcessTable processes,
      Predicate<Duration> stopped) {
    ScopeLog log = new ScopeLog(at, holder, settings, processes, stopped);
    try {
      log.begin(settings);
      return log;
    } catch (RuntimeException | Error e) {
      log.close(); // a log that nobody gets must not go on giving signs of life
      throw e;
    }
  }

  private void begin(Settings settings) {
    if (holding != null) {
      holding.begin(settings);
    }
  }

  /** Whether the scope is finished; then nothing can be saved any more. */
  public boolean isDone() {
    return holding == null || holding.isDone();
  }

  /** Whether nobody ever claimed the scope before. */
  boolean isFirstClaim() {
    return holding != null && holding.isFirstClaim();
  }

  /** Whether a stage has no more items, by the commit that was restored, else by the newest. */
  public boolean stageDone(String stage) {
    return holding == null || holding.stageDone(stage);
  }

  /**
   * The newest commit whose blobs all verify, or null when there is none; of a finished scope its
   * results. Falls back along the kept commits, says so in the program's log and in {@link
   * #notices}. To be called before the first save, and may be called again between two.
   *
   * @throws DamagedLogException when there are commits and none verifies
   */
  public @Nullable Restored restore() {
    return isDone() ? ScopeView.result(at) : held().restore();
  }

  /**
   * Begins with what another scope's commit has, each blob verified and copied; nothing may be
   * committed before. A commit with damaged blobs is not copied, and {@link #notices} say so.
   *
   * @return whether it was copied
   */
  public boolean copy(StoredCommit source) {
    VerifiedContents verified;
    try {
      verified = source.verified();
    } catch (DamagedLogException | PurgedException e) {
      notices.add(at.keys().name() + ": " + source.origin() + " is not copied: " + e.getMessage());
      return false;
    }
    held().copy(verified, source.first());
    return true;
  }

  /**
   * Keeps a commit whatever retention says, or leaves it to retention again. To be called after
   * {@link #restore}.
   *
   * @param commit number of a commit that can be restored
   */
  public void pin(long commit, boolean pinned) {
    held().pin(commit, pinned);
  }

  /** Drops commits at once by another rule than the settings'; pinned ones stay. */
  void prune(CheckpointPolicy policy) {
    held().prune(policy);
  }

  /** Ends the scope for good: nobody claims it again, and nothing reads its results. */
  void abandon(String reason) {
    held().abandon(reason);
  }

  /**
   * Hands a draft to the side thread.
   *
   * @return false when it was skipped because two are still being written: the caller keeps its
   *     records and adds them to the next draft
   * @throws FencedException when an earlier save met another's claim
   * @throws realign.store.StoreException when an earlier save failed
   */
  public boolean save(Draft draft) {
    return held().save(draft);
  }

  /** Saves a draft after all that were handed over before; returns when it is durable. */
  public void saveNow(Draft draft) {
    held().saveNow(draft);
  }

  /** Returns when all drafts that were handed over are durable. */
  public void flush() {
    if (holding != null) {
      holding.flush();
    }
  }

  /**
   * Finishes the scope: nothing but its artefacts and records stays, all of it named by the entry
   * and never deleted by retention. What is not to stay is deleted before the entry is written.
   * Does nothing when the scope is finished.
   *
   * @param key the scope's key: digest of all that it read
   * @param digests digests of its results, by name
   */
  public void done(String key, Map<String, String> digests) {
    if (!isDone()) {
      held().done(key, digests);
    }
  }

  /** Gives the scope up, so that another may claim it at once; nothing can be saved any more. */
  public void release() {
    if (!isDone()) {
      held().release();
    }
  }

  /** Which attempt at the scope this is, from 1; 0 when the scope was finished before. */
  public long attempt() {
    return holding == null ? 0 : holding.attempt();
  }

  /** Items of the newest durable commit's stage that were done; 0 when there is none. */
  public long committedPosition() {
    return holding == null ? 0 : holding.position();
  }

  /** Stage of the newest durable commit; null when there is none. */
  public @Nullable String committedStage() {
    return holding == null ? null : holding.stage();
  }

  /** Items of a stage that the newest durable commit has; 0 when that is another stage's. */
  public long committedPosition(String stage) {
    return holding == null ? 0 : holding.position(stage);
  }

  /** What the heartbeat tells from now on; a loss that is not a number is left out. */
  public void progress(String stage, long position, long size, double loss) {
    if (holding != null) {
      holding.progress(stage, position, size, loss);
    }
  }

  /** What a person should be told: whose scope was taken over, which commits were damaged. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /**
   * Writes what was handed over and stops heartbeat and side thread; failures are for {@link
   * #flush} to tell. Without {@link #release} the scope looks held.
   */
  @Override
  public void close() {
    if (holding != null) {
      holding.close();
    }
  }

  private Holding held() {
    if (holding == null || holding.isDone()) {
      throw new IllegalStateException(at.keys().name() + ": is done, so nothing can be saved");
    }
    return holding;
  }
}
