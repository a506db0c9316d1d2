package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Commits that can be restored, those of them that are pinned, and commits that no longer can but
 * whose blobs are not all deleted. What changes here follows an entry in the log, never goes before
 * it.
 */
final class Kept {
  private final Map<Long, LogEntry.Commit> restorable = new TreeMap<>();
  private final Map<Long, LogEntry.Commit> dropped = new TreeMap<>();
  private final Set<Long> pinned = new TreeSet<>();

  /** Takes over what an earlier holder left. */
  void inherit(LogEntry.Commit newest, LogReader log) {
    newest.kept().forEach(n -> restorable.put(n, log.commit(n)));
    newest.dropped().forEach(n -> dropped.put(n, log.commit(n)));
    pinned.addAll(newest.pinned());
  }

  boolean isEmpty() {
    return restorable.isEmpty();
  }

  /** Commits that can be restored. */
  Collection<LogEntry.Commit> restorable() {
    return List.copyOf(restorable.values());
  }

  /**
   * The same that lie at or before a commit: one that a restore passed over is not gone on from.
   */
  Collection<LogEntry.Commit> upTo(LogEntry.@Nullable Commit base) {
    long newest = base == null ? -1 : base.n();
    return restorable.values().stream().filter(commit -> commit.n() <= newest).toList();
  }

  /** Whether exactly one commit, and what is pinned, can be restored. */
  boolean isOnly(long n, Collection<Long> pins) {
    Set<Long> wanted = new TreeSet<>(pins);
    wanted.add(n);
    return restorable.keySet().equals(wanted);
  }

  /** The pinned commits among these, ascending. */
  List<Long> pinned(Collection<Long> among) {
    List<Long> pins = new ArrayList<>(pinned);
    pins.retainAll(among);
    return pins;
  }

  /** All pinned commits. */
  Set<Long> pinned() {
    return Set.copyOf(pinned);
  }

  /** Pins a commit that can be restored. */
  void pin(long n) {
    if (!restorable.containsKey(n)) {
      throw new IllegalArgumentException("commit " + n + ": must be one of " + restorable.keySet());
    }
    pinned.add(n);
  }

  /** Leaves a commit to retention again. */
  void unpin(long n) {
    pinned.remove(n);
  }

  /** Commits to delete once a commit is in the log that keeps only these beside itself. */
  List<Long> droppedBeside(Collection<Long> keep) {
    Set<Long> gone = new TreeSet<>(restorable.keySet());
    gone.removeAll(keep);
    gone.addAll(dropped.keySet());
    return List.copyOf(gone);
  }

  /** A commit is in the log that keeps only these beside itself. */
  void committed(LogEntry.Commit commit, Collection<Long> keep) {
    Map<Long, LogEntry.Commit> gone = new TreeMap<>(restorable);
    gone.keySet().removeAll(keep);
    dropped.putAll(gone);
    restorable.keySet().retainAll(keep);
    restorable.put(commit.n(), commit);
    pinned.retainAll(restorable.keySet());
  }

  /** Deletes what the newest commit no longer needs; what fails is tried again later. */
  void clean(Cleaner cleaner) {
    List<LogEntry.Commit> left = cleaner.clean(List.copyOf(dropped.values()), restorable.values());
    dropped.clear();
    left.forEach(commit -> dropped.put(commit.n(), commit));
  }

  /** Whether all that was dropped is deleted. */
  boolean isClean() {
    return dropped.isEmpty();
  }
}
