package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.store.StoreException;

/**
 * Turns drafts into commits. Used by one thread at a time; keeps no bytes, only names.
 *
 * <p>The order of effects is the protocol: blobs, then the entry that names them, then the deletion
 * of what that entry dropped.
 */
final class Committer {
  private final ScopeKeys keys;
  private final LogTail tail;
  private final BlobWriter blobs;
  private final RecordParts parts;
  private final Cleaner cleaner;
  private final Retention retention;
  private final Provenance provenance;
  private final long claim;

  /** Commits that can be restored, and commits that no longer can but are not all deleted. */
  private final Map<Long, LogEntry.Commit> restorable = new TreeMap<>();

  private final Map<Long, LogEntry.Commit> dropped = new TreeMap<>();

  private LogEntry.@Nullable Commit base;
  private @Nullable Long verified;

  Committer(ScopeStore at, LogTail tail, BlobReader reader, Settings settings, long claim) {
    this.keys = at.keys();
    this.tail = tail;
    this.blobs = new BlobWriter(at.patient(), keys, claim);
    this.parts = new RecordParts(reader, blobs);
    this.cleaner = new Cleaner(keys, blobs);
    this.retention = new Retention(settings.retention());
    this.provenance = settings.provenance();
    this.claim = claim;
  }

  /** Takes over what an earlier holder left. */
  void inherit(LogReader log) {
    LogEntry.Commit newest = tail.state().commit();
    if (newest != null) {
      newest.kept().forEach(n -> restorable.put(n, log.commit(n)));
      newest.dropped().forEach(n -> dropped.put(n, log.commit(n)));
    }
  }

  /** Goes on from a commit that was verified. */
  void goOnFrom(LogEntry.Commit commit) {
    base = commit;
    verified = commit.n();
    commit.contents().blobs().forEach(blobs::trust);
  }

  /** The commit that the next one goes on from. */
  LogEntry.@Nullable Commit base() {
    return base;
  }

  /** Makes a draft durable. */
  void commit(Draft draft) {
    requireRestored();
    Contents contents = write(draft);
    List<Long> kept = retention.keep(goneOnFrom(), verified);
    append(draft.stage(), draft.position(), draft.stageDone(), contents, kept);
    clean();
  }

  /** Leaves one last commit that only names what stays, and deletes all else. */
  LogEntry.Commit closeScope() {
    requireRestored();
    if (base == null) {
      throw new IllegalStateException(keys.name() + ": nothing was committed, so it is not done");
    }
    LogEntry.Commit last = isClosing(base) ? base : close(base);
    clean();
    if (!dropped.isEmpty()) {
      throw new StoreException(
          keys.name() + ": blobs that must not stay could not be deleted; run again", null);
    }
    return last;
  }

  /** A halt between the closing commit and done leaves it to the next holder. */
  private boolean isClosing(LogEntry.Commit commit) {
    return commit.contents().state().isEmpty()
        && commit.kept().equals(List.of(commit.n()))
        && List.copyOf(restorable.keySet()).equals(commit.kept());
  }

  private LogEntry.Commit close(LogEntry.Commit last) {
    Contents contents = last.contents().withoutState();
    return append(last.stage(), last.position(), last.stageDone(), contents, List.of());
  }

  private void requireRestored() {
    if (base == null && !restorable.isEmpty()) {
      throw new IllegalStateException(keys.name() + ": has commits; restore before saving");
    }
  }

  private Contents write(Draft draft) {
    Contents before = base == null ? Contents.NOTHING : base.contents();
    Map<String, BlobRef> state = blobs.writeAll(draft.state(), keys.stateRestricted());
    Map<String, BlobRef> artefacts = new TreeMap<>(before.artefacts());
    artefacts.keySet().removeAll(draft.drop());
    new TreeMap<>(draft.artefacts())
        .forEach(
            (name, artefact) ->
                artefacts.put(name, blobs.write(artefact.payload(), artefact.restricted())));
    return new Contents(state, artefacts, parts.append(before.streams(), draft.records()));
  }

  /** A damaged commit that a restore passed over is not gone on from, so it is not kept. */
  private Collection<LogEntry.Commit> goneOnFrom() {
    long newest = base == null ? -1 : base.n();
    return restorable.values().stream().filter(commit -> commit.n() <= newest).toList();
  }

  private LogEntry.Commit append(
      String stage, long position, boolean stageDone, Contents contents, List<Long> keepBeside) {
    LogEntry.Stamp stamp = tail.next();
    Map<Long, LogEntry.Commit> nowDropped = new TreeMap<>(restorable);
    nowDropped.keySet().removeAll(keepBeside);
    nowDropped.putAll(dropped);
    List<Long> kept = new ArrayList<>(keepBeside);
    kept.add(stamp.n());
    LogEntry.Commit commit =
        new LogEntry.Commit(
            stamp,
            claim,
            base == null ? null : base.n(),
            base == null ? 1 : base.ordinal() + 1,
            stage,
            position,
            stageDone,
            doneStages(stage, stageDone),
            contents,
            kept,
            List.copyOf(nowDropped.keySet()),
            provenance);
    tail.append(commit); // the commit point: from here on the commit is what a restart finds
    dropped.putAll(nowDropped);
    restorable.keySet().retainAll(keepBeside);
    restorable.put(commit.n(), commit);
    base = commit;
    return commit;
  }

  private List<String> doneStages(String stage, boolean stageDone) {
    Set<String> done = new TreeSet<>(base == null ? List.of() : base.doneStages());
    if (stageDone) {
      done.add(stage);
    }
    return List.copyOf(done);
  }

  /** Deletes what the newest commit in the log no longer needs; what fails is tried again later. */
  void clean() {
    List<LogEntry.Commit> left = cleaner.clean(List.copyOf(dropped.values()), restorable.values());
    dropped.clear();
    left.forEach(commit -> dropped.put(commit.n(), commit));
  }

  /** Names that must not be swept: all that a restorable commit needs. */
  Set<String> needed() {
    Set<String> needed = new TreeSet<>();
    restorable
        .values()
        .forEach(commit -> commit.contents().blobs().forEach(blob -> needed.add(keys.blob(blob))));
    return needed;
  }
}
