package realign.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.BlobReader.DamagedBlobException;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;

/** A commit that lies in a store, for looking at, verifying and copying. Not for writing to it. */
public final class StoredCommit {
  private static final Logger LOG = LoggerFactory.getLogger(StoredCommit.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final ScopeStore at;
  private final LogState state;
  private final LogEntry.Commit commit;
  private final Contents contents;

  private StoredCommit(ScopeStore at, LogState state, LogEntry.Commit commit, Contents contents) {
    this.at = at;
    this.state = state;
    this.commit = commit;
    this.contents = contents;
  }

  /**
   * The finished scope, of any run, that read the same: its results are what a scope of this key
   * would compute. Empty when there is none, when it was abandoned, or when any of it was purged.
   * Whether its blobs are whole shows when they are copied.
   */
  public static Optional<StoredCommit> finished(ObjectStore store, String key) {
    return finished(store, key, LOG::info);
  }

  /**
   * The same.
   *
   * @param why told, in words for a person, why one that there is cannot be used
   */
  public static Optional<StoredCommit> finished(
      ObjectStore store, String key, Consumer<String> why) {
    if (!Digest.isDigest(key)) {
      return Optional.empty();
    }
    ScopeStore anywhere = ScopeStore.of(store, "none", "none");
    return SmallObjects.hint(anywhere.patient(), ScopeKeys.finished(key))
        .flatMap(hint -> hinted(store, hint))
        .flatMap(at -> finished(at, key, why));
  }

  /** A hint is never trusted: what it does not name properly it does not name. */
  private static Optional<ScopeStore> hinted(ObjectStore store, byte[] hint) {
    try {
      JsonNode json = JSON.readTree(hint);
      CheckpointName scope = CheckpointName.parse(json.path("scope").asText());
      return Optional.of(ScopeStore.of(store, json.path("run").asText(), scope.scope()));
    } catch (IOException | ProblemException e) {
      return Optional.empty();
    }
  }

  private static Optional<StoredCommit> finished(ScopeStore at, String key, Consumer<String> why) {
    try {
      LogState state = at.log().head();
      LogEntry.Done done = state.done();
      LogEntry.Commit last = state.commit();
      if (done == null || last == null || !done.key().equals(key)) {
        return Optional.empty();
      }
      StoredCommit found = new StoredCommit(at, state, last, done.contents());
      String unusable = found.unusable();
      if (unusable != null) {
        why.accept(found.origin() + " " + unusable);
        return Optional.empty();
      }
      return Optional.of(found);
    } catch (DamagedLogException | IllegalArgumentException e) {
      why.accept(at.keys().name() + " cannot be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private @Nullable String unusable() {
    return state.abandoned() ? "was abandoned" : isPurged() ? "was purged" : null;
  }

  private boolean isPurged() {
    return contents.blobs().stream()
        .anyMatch(blob -> state.upkeep().purged().containsKey(at.keys().below(blob)));
  }

  /**
   * A checkpoint that can be restored; of a finished scope also what it left.
   *
   * @throws ProblemException with those that there are when there is no such one
   */
  public static StoredCommit named(ObjectStore store, String run, CheckpointName name) {
    List<StoredCommit> all = restorable(store, run, name.scope());
    return all.stream()
        .filter(commit -> commit.isAt(name))
        .findFirst()
        .orElseThrow(() -> missing(run, name, all));
  }

  /** All checkpoints of a scope that can be restored, newest first. */
  public static List<StoredCommit> restorable(ObjectStore store, String run, String scope) {
    ScopeStore at = ScopeStore.of(store, run, scope);
    LogReader log = at.log();
    LogState state = log.head();
    return state.restorable().stream()
        .sorted(Comparator.reverseOrder())
        .map(log::commit)
        .map(commit -> new StoredCommit(at, state, commit, commit.contents()))
        .toList();
  }

  private boolean isAt(CheckpointName name) {
    return (name.step() == null || name.step() == commit.position())
        && (name.entry() == null || name.entry() == commit.n());
  }

  private static ProblemException missing(String run, CheckpointName name, List<StoredCommit> all) {
    List<String> names =
        all.stream()
            .map(c -> name.scope() + ":" + c.commit.position() + " (" + c.stage() + ")")
            .toList();
    return new ProblemException(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-417",
            "checkpoint " + name,
            "run " + run,
            "must be one that can be restored",
            names.isEmpty()
                ? "That scope has none; see realign checkpoint ls " + run
                : "There are " + String.join(", ", names)));
  }

  private String stage() {
    return commit.stage();
  }

  /** The commit as a log tells it. */
  public ScopeView.CommitPoint point() {
    return ViewBuilder.point(commit, state);
  }

  /** Run and scope that it lies in. */
  public Origin origin() {
    return new Origin(at.keys().run(), at.keys().scope(), commit.n());
  }

  /** The run that computed it, however often it was copied since. */
  public Origin first() {
    return commit.from() == null ? origin() : commit.from();
  }

  /** Number of the commit that it went on from; null for the first. */
  public @Nullable Long base() {
    return commit.base();
  }

  /** Digest of the entry before it; null for the first entry. */
  public @Nullable String parent() {
    return commit.stamp().parent();
  }

  /** Lines of each record stream. */
  public Map<String, Long> lines() {
    Map<String, Long> lines = new TreeMap<>();
    contents
        .streams()
        .forEach(
            (name, parts) -> lines.put(name, parts.stream().mapToLong(RecordPart::lines).sum()));
    return lines;
  }

  /** All blobs that it names. */
  public List<StoredBlob> blobs() {
    List<StoredBlob> blobs = new ArrayList<>();
    contents.state().forEach((name, blob) -> blobs.add(blob(StoredBlob.Kind.STATE, name, blob)));
    contents
        .artefacts()
        .forEach((name, blob) -> blobs.add(blob(StoredBlob.Kind.ARTEFACT, name, blob)));
    contents
        .streams()
        .forEach(
            (name, parts) -> {
              for (int i = 0; i < parts.size(); i++) {
                blobs.add(blob(StoredBlob.Kind.RECORDS, name + "/" + i, parts.get(i).blob()));
              }
            });
    return blobs;
  }

  private StoredBlob blob(StoredBlob.Kind kind, String name, BlobRef blob) {
    return new StoredBlob(
        kind,
        name,
        at.keys().blob(blob),
        blob.size(),
        blob.sha256(),
        blob.restricted(),
        blob.tensors());
  }

  /**
   * Bytes of one of its blobs.
   *
   * @throws DamagedLogException when they are not what was written
   * @throws PurgedException when they are gone on purpose
   */
  public ByteBuffer read(StoredBlob blob) {
    BlobRef named =
        contents.blobs().stream()
            .filter(ref -> at.keys().blob(ref).equals(blob.key()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(blob.key() + ": must be its own"));
    return VerifiedContents.read(named, at.blobs(), state.upkeep());
  }

  /** What is wrong with its blobs, a line each; nothing when every byte is what was written. */
  public List<String> damages() {
    List<String> damages = new ArrayList<>();
    for (BlobRef blob : contents.blobs()) {
      String purged = state.upkeep().purged().get(at.keys().below(blob));
      try {
        if (purged == null) {
          at.blobs().verify(blob);
        }
      } catch (DamagedBlobException e) {
        damages.add(e.getMessage());
      }
    }
    return damages;
  }

  /**
   * Reads it.
   *
   * @throws DamagedLogException when a blob is not what was written
   */
  public Restored read() {
    return verified();
  }

  VerifiedContents verified() {
    try {
      return VerifiedContents.of(commit, contents, at.blobs(), state.upkeep());
    } catch (DamagedBlobException e) {
      throw e.problem();
    }
  }
}
