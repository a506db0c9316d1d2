package realign.log;

import org.jspecify.annotations.Nullable;

/**
 * What a log says up to an entry: a fold over its entries.
 *
 * @param head number of the newest entry, -1 for an empty log
 * @param headDigest digest of that entry
 * @param claim newest claim
 * @param released whether that claim was given up
 * @param commit newest commit
 * @param done the end of the scope
 * @param abandoned whether the results of the finished scope are not to be used
 */
record LogState(
    long head,
    @Nullable String headDigest,
    LogEntry.@Nullable Claim claim,
    boolean released,
    LogEntry.@Nullable Commit commit,
    LogEntry.@Nullable Done done,
    boolean abandoned) {

  static final LogState EMPTY = new LogState(-1, null, null, false, null, null, false);

  /** An entry as it lies in the store. */
  record Stored(LogEntry entry, String digest) {}

  /** Number of the newest commit. */
  @Nullable Long commitNumber() {
    return commit == null ? null : commit.n();
  }

  /** Number of the newest claim. */
  @Nullable Long claimNumber() {
    return claim == null ? null : claim.n();
  }

  /**
   * The state after the next entry.
   *
   * @throws DamagedLogException when that entry cannot follow
   */
  LogState after(String key, Stored next) {
    LogEntry entry = next.entry();
    require(entry.n() == head + 1, key, "an entry after " + head);
    require(
        headDigest == null || headDigest.equals(entry.stamp().parent()),
        key,
        "the child of another entry " + head);
    require(done == null || entry instanceof LogEntry.Maintenance, key, "an entry after done");
    if (entry instanceof LogEntry.Claim made) {
      return new LogState(made.n(), next.digest(), made, false, commit, null, false);
    } else if (entry instanceof LogEntry.Commit made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, false, made, null, false);
    } else if (entry instanceof LogEntry.Release made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, true, commit, null, false);
    } else if (entry instanceof LogEntry.Done made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, false, commit, made, false);
    } else if (entry instanceof LogEntry.Maintenance made) {
      require(done != null, key, "maintenance before done");
      boolean gone = abandoned || made.action() == LogEntry.Maintenance.Action.ABANDON;
      return new LogState(made.n(), next.digest(), claim, released, commit, done, gone);
    }
    throw new IllegalStateException("kind of " + key);
  }

  private void requireHolder(String key, long by) {
    require(claim != null && claim.n() == by && !released, key, "an entry of claim " + by);
  }

  private static void require(boolean rule, String key, String found) {
    if (!rule) {
      throw new DamagedLogException(key, found, "must follow the entries before it", null);
    }
  }
}
