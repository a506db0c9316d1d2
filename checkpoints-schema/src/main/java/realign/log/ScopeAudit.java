package realign.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import realign.log.BlobReader.DamagedBlobException;
import realign.store.ObjectStore;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/**
 * Everything of a scope read and checked: the chain of its entries, and every byte of every blob
 * that a checkpoint or its result names, each once. Changes nothing.
 *
 * @param entries entries of the log that are sound
 * @param checkpoints checkpoints that were looked at
 * @param blobs blobs that were hashed
 * @param bytes their bytes
 * @param purged blobs that are gone on purpose
 * @param unread keys of restricted blobs that this process may not read
 * @param damages everything that is not what was written
 * @param whole checkpoints of which nothing is damaged, newest first
 */
public record ScopeAudit(
    String run,
    String scope,
    long entries,
    long checkpoints,
    long blobs,
    long bytes,
    long purged,
    List<String> unread,
    List<Damage> damages,
    List<ScopeView.CommitPoint> whole) {

  public ScopeAudit {
    unread = List.copyOf(unread);
    damages = List.copyOf(damages);
    whole = List.copyOf(whole);
  }

  /**
   * An object that is not what was written.
   *
   * @param commits numbers of the commits that name it; none for an entry
   */
  public record Damage(String key, String found, List<Long> commits) {
    public Damage {
      commits = List.copyOf(commits);
    }
  }

  /**
   * Audits a scope.
   *
   * @param only the one checkpoint to look at, by the number of its entry; null for all, and for
   *     what the scope ended with
   * @param progress told of the bytes of each blob that was found whole
   * @throws StoreException when the store fails
   */
  public static ScopeAudit of(
      ObjectStore store, String run, String scope, @Nullable Long only, LongConsumer progress) {
    return new Audit(ScopeStore.of(store, run, scope), only, progress).run();
  }

  /** One audit under way. */
  private static final class Audit {
    private final ScopeStore at;
    private final @Nullable Long only;
    private final LongConsumer progress;
    private final Map<String, BlobRef> named = new LinkedHashMap<>();
    private final Map<String, Set<Long>> namedBy = new TreeMap<>();
    private final List<LogEntry.Commit> commits = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private long blobs;
    private long bytes;
    private long purged;

    Audit(ScopeStore at, @Nullable Long only, LongConsumer progress) {
      this.at = at;
      this.only = only;
      this.progress = progress;
    }

    ScopeAudit run() {
      ChainCheck chain = new ChainCheck(at.log(), at.keys()).run();
      damages.addAll(chain.damages());
      LogState head = head();
      collect(head);
      named.forEach((key, blob) -> check(key, blob, head.upkeep()));
      return new ScopeAudit(
          at.keys().run(),
          at.keys().scope(),
          chain.entries(),
          commits.size(),
          blobs,
          bytes,
          purged,
          unread,
          damages,
          whole(head));
    }

    /** A broken chain need not reach what a restore reads, so both are looked at. */
    private LogState head() {
      try {
        return at.log().head();
      } catch (DamagedLogException e) {
        add(e);
        return LogState.EMPTY;
      }
    }

    private void collect(LogState head) {
      for (long n : head.restorable()) {
        if (only == null || only == n) {
          collect(n);
        }
      }
      LogEntry.Done done = head.done();
      if (done != null && only == null) {
        name(done.contents(), done.commit());
      }
    }

    private void collect(long n) {
      try {
        LogEntry.Commit commit = at.log().commit(n);
        commits.add(commit);
        name(commit.contents(), n);
      } catch (DamagedLogException e) {
        add(e);
      }
    }

    private void name(Contents contents, long commit) {
      for (BlobRef blob : contents.blobs()) {
        String key = at.keys().blob(blob);
        named.put(key, blob);
        namedBy.computeIfAbsent(key, k -> new TreeSet<>()).add(commit);
      }
    }

    private void add(DamagedLogException damage) {
      String key = damage.problems().get(0).path();
      if (damages.stream().noneMatch(known -> known.key().equals(key))) {
        damages.add(new Damage(key, String.valueOf(damage.problems().get(0).value()), List.of()));
      }
    }

    private void check(String key, BlobRef blob, Upkeep upkeep) {
      if (upkeep.purged().containsKey(at.keys().below(blob))) {
        purged++;
        return;
      }
      try {
        at.blobs().verify(blob);
        blobs++;
        bytes += blob.size();
        progress.accept(blob.size());
      } catch (DamagedBlobException e) {
        damages.add(new Damage(key, e.found(), List.copyOf(by(key))));
      } catch (StoreException e) {
        unreadOr(key, blob, e);
      }
    }

    /** Restricted blobs are not for everybody; that is no damage, and not verified either. */
    private void unreadOr(String key, BlobRef blob, StoreException failure) {
      if (failure.kind() != Kind.REFUSED || !blob.restricted()) {
        throw failure;
      }
      unread.add(key);
    }

    private Set<Long> by(String key) {
      return namedBy.getOrDefault(key, Set.of());
    }

    private List<ScopeView.CommitPoint> whole(LogState head) {
      Set<Long> damaged = new TreeSet<>();
      damages.forEach(damage -> damaged.addAll(damage.commits()));
      unread.forEach(key -> damaged.addAll(by(key)));
      List<ScopeView.CommitPoint> whole = new ArrayList<>();
      for (LogEntry.Commit commit : commits) {
        if (!damaged.contains(commit.n())) {
          whole.add(0, ViewBuilder.point(commit, head));
        }
      }
      return whole;
    }
  }
}
