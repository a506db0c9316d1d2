package realign.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.LogEntry.Maintenance.Action;
import realign.spec.CanonicalJson;
import realign.spec.Target.CheckpointPolicy;
import realign.store.Payload;
import realign.store.StoreException;

/**
 * What a process has while it holds a scope: the thread that saves, the thread that gives signs of
 * life, and what they write. Every change of the log goes through the one side thread.
 */
final class Holding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

  private final ScopeStore at;
  private final LogEntry.Claim claim;
  private final LogTail tail;
  private final Committer committer;
  private final Restorer restorer;
  private final Heartbeats heartbeats;
  private final SaveQueue queue;

  /** What the next commit goes on from, for other threads to read; null when there is none. */
  private volatile LogEntry.@Nullable Commit current;

  private volatile boolean done;

  Holding(
      ScopeStore at,
      LogState claimed,
      LogEntry.Claim claim,
      Settings settings,
      Consumer<String> notices) {
    BlobReader blobs = at.blobs();
    this.at = at;
    this.claim = claim;
    this.tail = new LogTail(at.keys(), at.appender(), at.time(), claimed);
    this.committer = new Committer(at, tail, blobs, settings, claim.n());
    this.restorer = new Restorer(at.keys(), at.log(), blobs, notices);
    this.heartbeats =
        new Heartbeats(at.store(), at.keys().heartbeat(claim.n()), at.time(), this::position);
    this.queue = new SaveQueue("save " + at.keys().name());
    this.current = claimed.commit();
  }

  /** Gives the first sign of life, and takes over what earlier holders left. */
  void begin(Settings settings) {
    heartbeats.start(settings.heartbeat());
    committer.inherit(at.log());
    committer.clean(); // else what is named as dropped would grow by one with every short attempt
    new Sweeper(at.patient(), at.keys(), at.log())
        .sweep(claim, committer.needed(), at.time().now());
  }

  boolean isFirstClaim() {
    return claim.n() == 0;
  }

  long attempt() {
    return claim.ordinal();
  }

  boolean isDone() {
    return done;
  }

  boolean stageDone(String stage) {
    LogEntry.Commit commit = current;
    return commit != null && commit.doneStages().contains(stage);
  }

  long position() {
    LogEntry.Commit commit = current;
    return commit == null ? 0 : commit.position();
  }

  @Nullable String stage() {
    LogEntry.Commit commit = current;
    return commit == null ? null : commit.stage();
  }

  long position(String stage) {
    LogEntry.Commit commit = current;
    return commit == null || !commit.stage().equals(stage) ? 0 : commit.position();
  }

  void progress(String stage, long position, long size, double loss) {
    heartbeats.progress(stage, position, size, loss);
  }

  @Nullable Restored restore() {
    return queue.ask(() -> Optional.<Restored>ofNullable(restoreHere())).orElse(null);
  }

  private @Nullable VerifiedContents restoreHere() {
    VerifiedContents newest;
    try {
      newest = restorer.newest(tail.state());
    } catch (DamagedLogException e) {
      throw fencedOr(e);
    }
    if (newest != null) {
      committer.goOnFrom(newest.commit());
      current = newest.commit();
    }
    return newest;
  }

  /** Begins with what another scope's commit has; nothing may be committed before. */
  void copy(VerifiedContents source, Origin from) {
    change(() -> committer.copy(source, from));
  }

  void pin(long n, boolean pinned) {
    change(() -> committer.pin(n, pinned));
  }

  void prune(CheckpointPolicy policy) {
    change(() -> committer.prune(policy));
  }

  private void change(Runnable effect) {
    queue.call(
        () -> {
          effect.run();
          current = committer.base();
        });
  }

  /** Ends the scope for good: its results are not to be used, and nobody claims it again. */
  void abandon(String reason) {
    queue.call(
        () ->
            tail.append(
                new LogEntry.Maintenance(
                    tail.next(), claim.n(), Action.ABANDON, List.of(), List.of(), reason)));
    close();
  }

  boolean save(Draft draft) {
    return queue.offer(() -> commit(draft));
  }

  void saveNow(Draft draft) {
    queue.call(() -> commit(draft));
  }

  private void commit(Draft draft) {
    try {
      committer.commit(draft);
    } catch (DamagedLogException e) {
      throw fencedOr(e);
    }
    current = committer.base();
  }

  /** A successor's retention deletes what this holder still reads: that is no damage. */
  private RuntimeException fencedOr(DamagedLogException damage) {
    long next = tail.state().head() + 1;
    return at.log().entry(next).isPresent() ? new FencedException(at.keys().name(), next) : damage;
  }

  void flush() {
    queue.drain();
  }

  void done(String key, Map<String, String> digests) {
    queue.call(() -> finish(key, digests));
    heartbeats.close();
  }

  private void finish(String key, Map<String, String> digests) {
    LogEntry.Commit last = committer.closeScope();
    tail.append(
        new LogEntry.Done(
            tail.next(), claim.n(), last.n(), key, digests, last.contents().withoutState()));
    current = last;
    done = true;
    hintFinished(key);
  }

  /** Lets a later run find this result; it verifies what it finds, so it may be missing. */
  private void hintFinished(String key) {
    byte[] hint =
        CanonicalJson.bytes(
            JsonNodeFactory.instance
                .objectNode()
                .put("run", at.keys().run())
                .put("scope", at.keys().scope())
                .put("n", tail.state().head()));
    try {
      at.store().put(ScopeKeys.finished(key), Payload.of(hint));
    } catch (StoreException e) {
      LOG.warn("{}: will not be found for reuse", at.keys().name(), e);
    }
  }

  void release() {
    queue.call(
        () ->
            tail.append(new LogEntry.Release(tail.next(), claim.n(), tail.state().commitNumber())));
    close();
  }

  @Override
  public void close() {
    heartbeats.close();
    queue.close();
  }
}
