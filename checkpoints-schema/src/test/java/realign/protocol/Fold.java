package realign.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a log says: its newest claim, whether that was released, newest commit, and its end.
 *
 * @param head number of the newest entry, -1 for none
 */
record Fold(
    int head,
    @Nullable Entry claim,
    boolean released,
    @Nullable Entry commit,
    @Nullable Entry done,
    boolean purged) {
  static final Fold EMPTY = new Fold(-1, null, false, null, null, false);

  Fold after(Entry next) {
    return switch (next.kind()) {
      case CLAIM -> new Fold(next.n(), next, false, commit, done, purged);
      case COMMIT -> new Fold(next.n(), claim, released, next, done, purged);
      case RELEASE -> new Fold(next.n(), claim, true, commit, done, purged);
      case DONE -> new Fold(next.n(), claim, released, commit, next, purged);
      case PURGE -> new Fold(next.n(), claim, released, commit, done, true);
    };
  }

  /** Whether an entry may follow; the same rules as those of the log's reader. */
  void check(Entry next) {
    boolean afterDone = next.is(Entry.Kind.PURGE);
    Broken.unless(done == null || afterDone, Invariant.DONE_STAYS_DONE, next + " after done");
    if (!afterDone && !next.is(Entry.Kind.CLAIM)) {
      boolean holds = claim != null && claim.n() == next.claim() && !released;
      Broken.unless(holds, Invariant.ONE_HISTORY, next + " while " + claim + " holds the scope");
    }
    if (next.is(Entry.Kind.COMMIT)) {
      int newest = commit == null ? -1 : commit.n();
      Broken.unless(
          next.base() == newest,
          Invariant.NOTHING_ACKNOWLEDGED_IS_LOST,
          next + " does not go on from commit " + newest);
    }
  }
}
