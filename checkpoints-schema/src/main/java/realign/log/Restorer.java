package realign.log;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.BlobReader.DamagedBlobException;

/** Finds the newest commit that is whole, and says aloud which ones are not. */
final class Restorer {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

  private final ScopeKeys keys;
  private final LogReader log;
  private final BlobReader blobs;
  private final Consumer<String> notices;

  Restorer(ScopeKeys keys, LogReader log, BlobReader blobs, Consumer<String> notices) {
    this.keys = keys;
    this.log = log;
    this.blobs = blobs;
    this.notices = notices;
  }

  /** Null when the log has no commit. */
  @Nullable VerifiedContents newest(LogState state) {
    LogEntry.Commit newest = state.commit();
    if (newest == null) {
      return null;
    }
    for (long n : newestFirst(newest.kept())) {
      VerifiedContents whole = whole(n == newest.n() ? newest : log.commit(n));
      if (whole != null) {
        return whole;
      }
    }
    throw new DamagedLogException(
        keys.entry(newest.n()),
        "commits " + newest.kept() + ", all damaged",
        "must name at least one commit whose blobs verify",
        null);
  }

  private static List<Long> newestFirst(List<Long> kept) {
    return kept.stream().sorted(Comparator.reverseOrder()).toList();
  }

  private @Nullable VerifiedContents whole(LogEntry.Commit commit) {
    try {
      return VerifiedContents.of(commit, commit.contents(), blobs);
    } catch (DamagedBlobException e) {
      tell(commit, e);
      return null;
    }
  }

  private void tell(LogEntry.Commit commit, DamagedBlobException damage) {
    String notice =
        "%s: commit %d (%s, position %d) is damaged: %s; falling back to the commit before it"
            .formatted(
                keys.name(), commit.n(), commit.stage(), commit.position(), damage.getMessage());
    LOG.warn(notice);
    notices.accept(notice);
  }
}
