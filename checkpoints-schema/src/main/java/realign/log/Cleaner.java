package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.store.StoreException;

/**
 * Deletes the blobs of dropped commits, by the names in those commits and never from a listing.
 * Only called once the commit that dropped them is in the log: before that a halt would leave a log
 * that names what is gone.
 */
final class Cleaner {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

  private final ScopeKeys keys;
  private final BlobWriter blobs;

  Cleaner(ScopeKeys keys, BlobWriter blobs) {
    this.keys = keys;
    this.blobs = blobs;
  }

  /**
   * Deletes what only dropped commits name.
   *
   * @return the dropped commits of which something could not be deleted
   */
  List<LogEntry.Commit> clean(
      Collection<LogEntry.Commit> dropped, Collection<LogEntry.Commit> kept) {
    Map<String, BlobRef> needed = byKey(kept);
    List<LogEntry.Commit> left = new ArrayList<>();
    for (LogEntry.Commit commit : dropped) {
      if (!delete(commit, needed)) {
        left.add(commit);
      }
    }
    return left;
  }

  private boolean delete(LogEntry.Commit commit, Map<String, BlobRef> needed) {
    Map<String, BlobRef> waste = byKey(List.of(commit));
    waste.keySet().removeAll(needed.keySet());
    try {
      waste.values().forEach(blobs::delete);
      return true;
    } catch (StoreException e) {
      LOG.warn("{}: blobs of commit {} are not deleted yet", keys.name(), commit.n(), e);
      return false;
    }
  }

  private Map<String, BlobRef> byKey(Collection<LogEntry.Commit> commits) {
    Map<String, BlobRef> byKey = new LinkedHashMap<>();
    for (LogEntry.Commit commit : commits) {
      commit.contents().blobs().forEach(blob -> byKey.put(keys.blob(blob), blob));
    }
    return byKey;
  }
}
