package realign.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import realign.store.ObjectStore;

/**
 * A scope's log as anybody may read it, at one moment. Not for writing, and no proof that the
 * holder lives: it tells what was written.
 *
 * @param state what the log says
 * @param attempts all claims, oldest first
 * @param commits all commits, oldest first
 * @param heartbeat the newest claim's sign of life, or null when there is none
 * @param done what the scope ended with, or null
 */
public record ScopeView(
    String run,
    String scope,
    State state,
    List<Attempt> attempts,
    List<CommitPoint> commits,
    @Nullable Heartbeat heartbeat,
    @Nullable DoneSummary done) {

  public ScopeView {
    attempts = List.copyOf(attempts);
    commits = List.copyOf(commits);
  }

  /** What a log says about its scope. */
  public enum State {
    /** Nobody has claimed it. */
    NONE,
    /** Claimed; nothing committed under the newest claim. */
    CLAIMED,
    /** Claimed, with a commit under the newest claim. */
    RUNNING,
    /** Given up by its holder. */
    RELEASED,
    /** Finished. */
    DONE,
    /** Given up for good, finished or not: nobody may claim it, and no result is to be used. */
    ABANDONED
  }

  /**
   * A claim.
   *
   * @param n number of the entry
   * @param time when it was made
   * @param lastCommit time of its last commit, or null
   * @param end when it released, finished or abandoned the scope, or null
   */
  public record Attempt(
      long n, Holder holder, Instant time, @Nullable Instant lastCommit, @Nullable Instant end) {}

  /**
   * A commit: where its stage stood and when.
   *
   * @param restorable whether one can go on from it
   * @param pinned whether retention never drops it
   * @param bytes bytes of all blobs that it names, those that it shares with others included
   * @param from the commit of another scope that it is a copy of, or null
   */
  public record CommitPoint(
      long n,
      long claim,
      String stage,
      long position,
      boolean stageDone,
      Instant time,
      boolean restorable,
      boolean pinned,
      long bytes,
      @Nullable Origin from,
      Provenance provenance) {}

  /** A sign of life: its holder overwrites it at every interval with the next {@code seq}. */
  public record Heartbeat(
      long seq,
      Instant time,
      String stage,
      long position,
      long size,
      @Nullable Double loss,
      long committedPosition) {
    public Heartbeat {
      Objects.requireNonNull(time);
      Objects.requireNonNull(stage);
    }
  }

  /** The end of a scope. */
  public record DoneSummary(
      String key, Map<String, String> digests, Instant time, List<String> artefacts) {
    public DoneSummary {
      digests = Map.copyOf(digests);
      artefacts = List.copyOf(artefacts);
    }
  }

  /**
   * Reads a scope's whole log.
   *
   * @throws DamagedLogException when an entry cannot be read or does not follow the one before
   */
  public static ScopeView read(ObjectStore store, String run, String scope) {
    ScopeStore at = ScopeStore.of(store, run, scope);
    LogReader log = at.log();
    return new ViewBuilder(run, scope, log.head()).add(log.all()).build(at);
  }

  /**
   * The results of a done scope, verified but for what was purged; null when it is not done, or was
   * abandoned.
   */
  public static @Nullable Restored result(ObjectStore store, String run, String scope) {
    return result(ScopeStore.of(store, run, scope));
  }

  static @Nullable Restored result(ScopeStore at) {
    LogState state = at.log().head();
    LogEntry.Done done = state.done();
    LogEntry.Commit last = state.commit();
    if (done == null || last == null || state.abandoned()) {
      return null;
    }
    try {
      return VerifiedContents.of(last, done.contents(), at.blobs(), state.upkeep());
    } catch (BlobReader.DamagedBlobException e) {
      throw e.problem();
    }
  }

  /**
   * Whether the holder appended or gave a sign of life between an earlier view and this one. True
   * is proof that it lived; false only says that it did not in that time. No clock has to be right.
   */
  public boolean movedSince(ScopeView earlier) {
    Heartbeat before = earlier.heartbeat;
    boolean beats = heartbeat != null && (before == null || heartbeat.seq() != before.seq());
    return beats
        || attempts.size() + commits.size() != earlier.attempts.size() + earlier.commits.size();
  }

  /** Age of the heartbeat by the two machines' clocks, or null when there is none; for people. */
  public @Nullable Duration heartbeatAge(Instant now) {
    return heartbeat == null ? null : Duration.between(heartbeat.time(), now);
  }

  /** Newest commit, or null. */
  public @Nullable CommitPoint newestCommit() {
    return commits.isEmpty() ? null : commits.get(commits.size() - 1);
  }

  /** Newest claim, or null. */
  public @Nullable Attempt newestAttempt() {
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }
}
