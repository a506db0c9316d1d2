package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.Target.CheckpointPolicy;

/**
 * Which commits stay restorable. A pure rule; who deletes what it drops is {@link Cleaner}.
 *
 * @param policy how many of the newest, and every which, stay
 */
record Retention(CheckpointPolicy policy) {

  /**
   * Numbers of the commits to keep beside a new one, ascending.
   *
   * @param before commits that can be restored now and that the new one goes on from
   * @param verified the last one that a restore verified: known to be whole
   * @param pinned those that a person wants to keep
   */
  List<Long> keep(Collection<LogEntry.Commit> before, @Nullable Long verified, Set<Long> pinned) {
    List<LogEntry.Commit> newestFirst = new ArrayList<>(before);
    newestFirst.sort(Comparator.comparing(LogEntry.Commit::n).reversed());
    Map<Long, LogEntry.Commit> kept = new TreeMap<>();
    for (LogEntry.Commit commit : newestFirst) {
      boolean among = kept.size() < policy.keepLast() - 1;
      boolean wanted = pinned.contains(commit.n()) || Long.valueOf(commit.n()).equals(verified);
      if (among || isNth(commit) || wanted) {
        kept.put(commit.n(), commit);
      }
    }
    return List.copyOf(kept.keySet());
  }

  private boolean isNth(LogEntry.Commit commit) {
    return policy.keepEvery() > 0 && commit.ordinal() % policy.keepEvery() == 0;
  }
}
