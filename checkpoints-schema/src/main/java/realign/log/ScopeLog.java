package realign.log;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.store.ObjectStore;

/**
 * A scope's log in the store, held by this process: the only truth about what is done. Not for
 * looking at a scope that one does not own; see {@link ScopeView}.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class ScopeLog implements AutoCloseable {

  private ScopeLog() {}

  /**
   * Claims a scope, or opens it for reading when it is done.
   *
   * @throws ScopeHeldException when another process holds it and lives
   */
  public static ScopeLog claim(
      ObjectStore store, String run, String scope, Holder holder, Settings settings) {
    throw new UnsupportedOperationException();
  }

  /** Whether the scope is finished; then nothing can be saved any more. */
  public boolean isDone() {
    throw new UnsupportedOperationException();
  }

  /** Whether a stage has no more items. */
  public boolean stageDone(String stage) {
    throw new UnsupportedOperationException();
  }

  /**
   * The newest commit whose blobs all verify, or null when there is none. Falls back along the kept
   * commits, says so in the program's log and in {@link #notices}. To be called before the first
   * save.
   *
   * @throws DamagedLogException when there are commits and none verifies
   */
  public @Nullable Restored restore() {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /** Saves a draft after all that were handed over before; returns when it is durable. */
  public void saveNow(Draft draft) {
    throw new UnsupportedOperationException();
  }

  /** Returns when all drafts that were handed over are durable. */
  public void flush() {
    throw new UnsupportedOperationException();
  }

  /**
   * Finishes the scope: nothing but its artefacts and records stays, all of it named by the entry
   * and never deleted by retention.
   *
   * @param key the scope's key: digest of all that it read
   * @param digests digests of its results, by name
   */
  public void done(String key, Map<String, String> digests) {
    throw new UnsupportedOperationException();
  }

  /** Gives the scope up, so that another may claim it at once. */
  public void release() {
    throw new UnsupportedOperationException();
  }

  /** Items of the newest durable commit's stage that were done; 0 when there is none. */
  public long committedPosition() {
    throw new UnsupportedOperationException();
  }

  /** What the heartbeat tells from now on. */
  public void progress(String stage, long position, long size, double loss) {
    throw new UnsupportedOperationException();
  }

  /** What a person should be told: whose scope was taken over, which commits were damaged. */
  public List<String> notices() {
    throw new UnsupportedOperationException();
  }

  /** Stops heartbeat and side thread. Without {@link #release} the scope looks held. */
  @Override
  public void close() {}
}
