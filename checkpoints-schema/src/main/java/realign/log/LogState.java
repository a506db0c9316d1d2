package realign.log;

import java.util.ArrayList;
import java.util.List;
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
 * @param upkeep what maintenance has done to it
 */
record LogState(
    long head,
    @Nullable String headDigest,
    LogEntry.@Nullable Claim claim,
    boolean released,
    LogEntry.@Nullable Commit commit,
    LogEntry.@Nullable Done done,
    Upkeep upkeep) {
  static final LogState EMPTY = new LogState(-1, null, null, false, null, null, Upkeep.NONE);

  /** An entry as it lies in the store. */
  record Stored(LogEntry entry, String digest) {}

  /** Whether nobody may claim the scope any more. */
  boolean ended() {
    return done != null || abandoned();
  }

  /** Whether the scope's results are not to be used. */
  boolean abandoned() {
    return upkeep.abandoned();
  }

  /** Number of the newest commit. */
  @Nullable Long commitNumber() {
    return commit == null ? null : commit.n();
  }

  /** Number of the newest claim. */
  @Nullable Long claimNumber() {
    return claim == null ? null : claim.n();
  }

  /** How many claims there were. */
  long claims() {
    return claim == null ? 0 : claim.ordinal();
  }

  /** Numbers of the commits that can be restored, ascending. */
  List<Long> restorable() {
    List<Long> kept = new ArrayList<>(commit == null ? List.of() : commit.kept());
    kept.removeAll(upkeep.pruned());
    return List.copyOf(kept);
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
    require(!ended() || entry instanceof LogEntry.Maintenance, key, "an entry after the end");
    if (entry instanceof LogEntry.Claim made) {
      require(made.ordinal() == claims() + 1, key, "claim " + made.ordinal() + " of the scope");
      return new LogState(made.n(), next.digest(), made, false, commit, null, upkeep);
    } else if (entry instanceof LogEntry.Commit made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, false, made, null, upkeep);
    } else if (entry instanceof LogEntry.Release made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, true, commit, null, upkeep);
    } else if (entry instanceof LogEntry.Done made) {
      requireHolder(key, made.claim());
      return new LogState(made.n(), next.digest(), claim, false, commit, made, upkeep);
    } else if (entry instanceof LogEntry.Maintenance made) {
      return maintained(key, made, next.digest());
    }
    throw new IllegalStateException("kind of " + key);
  }

  /** Only its holder may end an unfinished scope; what has ended anybody may maintain. */
  private LogState maintained(String key, LogEntry.Maintenance made, String digest) {
    Long by = made.claim();
    if (by == null) {
      require(ended(), key, "maintenance before the end");
    } else {
      require(!ended(), key, "a holder's maintenance after the end");
      requireHolder(key, by);
    }
    return new LogState(made.n(), digest, claim, released, commit, done, upkeep.after(made));
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
