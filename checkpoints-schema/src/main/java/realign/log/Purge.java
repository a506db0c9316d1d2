package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a purge of a scope that has ended takes away. Its entry names first what is deleted then, so
 * that nobody takes a blob that is gone on purpose for a damaged one.
 *
 * @param all every blob, not the restricted ones alone
 * @param commits commits that can no longer be restored
 * @param blobs keys below the scope of blobs that some entry names and no purge named before
 */
record Purge(ScopeStore at, boolean all, List<Long> commits, List<String> blobs) {
  private static final int PAGE = 1000;

  static Purge of(ScopeStore at, LogState state, boolean all) {
    List<Long> commits = new ArrayList<>();
    Set<String> blobs = new TreeSet<>();
    LogReader log = at.log();
    for (long n : state.restorable()) {
      if (collect(at, log.commit(n).contents().blobs(), all, blobs)) {
        commits.add(n);
      }
    }
    LogEntry.Done done = state.done();
    if (done != null) {
      collect(at, done.contents().blobs(), all, blobs);
    }
    blobs.removeAll(state.upkeep().purged().keySet());
    return new Purge(at, all, commits, List.copyOf(blobs));
  }

  private static boolean collect(
      ScopeStore at, Collection<BlobRef> named, boolean all, Set<String> blobs) {
    List<String> taken =
        named.stream().filter(blob -> all || blob.restricted()).map(at.keys()::below).toList();
    blobs.addAll(taken);
    return !taken.isEmpty();
  }

  boolean isEmpty() {
    return commits.isEmpty() && blobs.isEmpty();
  }

  /**
   * Deletes what purges named, and what nobody names either: the scope has ended, so no holder can
   * come to need it.
   */
  void delete(LogState now) {
    now.upkeep().purged().keySet().forEach(key -> at.patient().delete(at.keys().at(key)));
    deleteAll(at.keys().prefix(true));
    if (all) {
      deleteAll(at.keys().prefix(false));
    }
  }

  private void deleteAll(String prefix) {
    List<String> page = at.patient().list(prefix, "", PAGE);
    while (!page.isEmpty()) {
      page.forEach(at.patient()::delete);
      page = at.patient().list(prefix, page.get(page.size() - 1), PAGE);
    }
  }
}
