package realign.batch;

import org.jspecify.annotations.Nullable;
import realign.log.ScopeHead;
import realign.log.ScopeView.CommitPoint;
import realign.log.ScopeView.State;
import realign.spec.Scope;

/**
 * How many native threads compute. The bits depend on it, so a run goes on with as many as it was
 * begun with, unless a person asks for others.
 *
 * @param count native threads
 * @param note what a person should be told, or null
 */
record ThreadChoice(int count, @Nullable String note) {

  /**
   * Chooses.
   *
   * @param asked what a flag or a system property asks for, or null
   * @param recorded what the commit has that is gone on from, or null
   * @param target what the target says, which may be its default
   */
  static ThreadChoice of(@Nullable Integer asked, @Nullable Integer recorded, int target) {
    if (asked != null) {
      return new ThreadChoice(asked, null); // a claim warns where that is not what was recorded
    }
    if (recorded == null || recorded == target) {
      return new ThreadChoice(target, null);
    }
    return new ThreadChoice(
        recorded,
        "threads: "
            + recorded
            + ", as the checkpoint was computed with, and not the target's "
            + target
            + "; ask for others with --threads");
  }

  /**
   * The threads of the newest commit of the first scope that is not done, or of the scope before
   * it; null where this run computed nothing yet.
   */
  static @Nullable Integer recorded(StoredResults results, Iterable<Scope> scopes) {
    Integer threads = null;
    for (Scope scope : scopes) {
      ScopeHead head = ScopeHead.read(results.store(), results.run(), scope.name());
      CommitPoint newest = head.newestCommit();
      if (newest != null && newest.from() == null) {
        threads = newest.provenance().threads();
      }
      if (head.state() != State.DONE) {
        return threads;
      }
    }
    return threads;
  }
}
