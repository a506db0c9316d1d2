package realign.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.spec.Target.CheckpointPolicy;
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

  private final Kept kept = new Kept();
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
      kept.inherit(newest, log);
    }
  }

  /** Goes on from a commit that was verified. */
  void goOnFrom(LogEntry.Commit commit) {
    base = commit;
    verified = commit.n();
    blobs.trustOnly(commit.contents().blobs());
  }

  /** The commit that the next one goes on from. */
  LogEntry.@Nullable Commit base() {
    return base;
  }

  /** Makes a draft durable. */
  void commit(Draft draft) {
    requireRestored();
    Contents contents = write(draft);
    Point point =
        new Point(
            draft.stage(),
            draft.position(),
            draft.stageDone(),
            doneStages(draft),
            null,
            provenance);
    append(point, contents, keep(retention));
    clean();
  }

  /** Copies a commit of another scope, blob by blob and each verified; a scope begins with it. */
  void copy(VerifiedContents source, Origin from) {
    if (base != null || !kept.isEmpty()) {
      throw new IllegalStateException(keys.name() + ": has commits, so it begins with no other's");
    }
    Contents contents = source.contents().map(blob -> blobs.copy(blob, source.read(blob)));
    LogEntry.Commit commit = source.commit();
    Point point =
        new Point(
            commit.stage(),
            commit.position(),
            commit.stageDone(),
            commit.doneStages(),
            from,
            commit.provenance());
    append(point, contents, List.of());
  }

  /** Keeps a commit whatever retention says, or leaves it to retention again. */
  void pin(long n, boolean pinned) {
    LogEntry.Commit last = requireBase();
    if (pinned) {
      kept.pin(n);
    } else {
      kept.unpin(n);
    }
    append(Point.of(last), last.contents(), keep(retention));
    clean();
  }

  /** Keeps only so many of the newest commits, and what is pinned. */
  void prune(CheckpointPolicy policy) {
    LogEntry.Commit last = requireBase();
    verified = null;
    append(Point.of(last), last.contents(), keep(new Retention(policy)));
    clean();
  }

  /** Leaves one last commit that only names what stays, and deletes all else. */
  LogEntry.Commit closeScope() {
    LogEntry.Commit newest = requireBase();
    LogEntry.Commit last = isClosing(newest) ? newest : close(newest);
    clean();
    if (!kept.isClean()) {
      throw new StoreException(
          keys.name() + ": blobs that must not stay could not be deleted; run again", null);
    }
    return last;
  }

  /** A halt between the closing commit and done leaves it to the next holder. */
  private boolean isClosing(LogEntry.Commit commit) {
    return commit.contents().state().isEmpty() && kept.isOnly(commit.n(), pinsThatStay());
  }

  private LogEntry.Commit close(LogEntry.Commit last) {
    return append(Point.of(last), last.contents().withoutState(), pinsThatStay());
  }

  /** What was made harmful on purpose is never kept by a pin. */
  private List<Long> pinsThatStay() {
    return keys.stateRestricted() ? List.of() : List.copyOf(new TreeSet<>(kept.pinned()));
  }

  private void requireRestored() {
    if (base == null && !kept.isEmpty()) {
      throw new IllegalStateException(keys.name() + ": has commits; restore before saving");
    }
  }

  private LogEntry.Commit requireBase() {
    requireRestored();
    if (base == null) {
      throw new IllegalStateException(keys.name() + ": nothing was committed, so it is not done");
    }
    return base;
  }

  private List<Long> keep(Retention rule) {
    return rule.keep(kept.upTo(base), verified, kept.pinned());
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

  private List<String> doneStages(Draft draft) {
    Set<String> done = new TreeSet<>(base == null ? List.of() : base.doneStages());
    if (draft.stageDone()) {
      done.add(draft.stage());
    }
    return List.copyOf(done);
  }

  /** Where a commit stands, and where its bits come from: those of whoever computed them. */
  private record Point(
      String stage,
      long position,
      boolean stageDone,
      List<String> doneStages,
      @Nullable Origin from,
      Provenance provenance) {
    static Point of(LogEntry.Commit commit) {
      return new Point(
          commit.stage(),
          commit.position(),
          commit.stageDone(),
          commit.doneStages(),
          commit.from(),
          commit.provenance());
    }
  }

  private LogEntry.Commit append(Point point, Contents contents, List<Long> keepBeside) {
    LogEntry.Stamp stamp = tail.next();
    List<Long> keep = new ArrayList<>(keepBeside);
    keep.add(stamp.n());
    LogEntry.Commit commit =
        new LogEntry.Commit(
            stamp,
            claim,
            base == null ? null : base.n(),
            base == null ? 1 : base.ordinal() + 1,
            point.stage(),
            point.position(),
            point.stageDone(),
            point.doneStages(),
            contents,
            keep,
            kept.pinned(keep),
            kept.droppedBeside(keepBeside),
            point.from(),
            point.provenance());
    tail.append(commit); // the commit point: from here on the commit is what a restart finds
    kept.committed(commit, keepBeside);
    base = commit;
    return commit;
  }

  /** Deletes what the newest commit no longer needs; what fails is tried again later. */
  void clean() {
    kept.clean(cleaner);
  }

  /** Names that must not be swept: all that a restorable commit needs. */
  Set<String> needed() {
    Set<String> needed = new TreeSet<>();
    kept.restorable()
        .forEach(commit -> commit.contents().blobs().forEach(blob -> needed.add(keys.blob(blob))));
    return needed;
  }
}
