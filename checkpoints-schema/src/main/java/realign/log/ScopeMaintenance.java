package realign.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.log.LogEntry.Maintenance.Action;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Target.CheckpointPolicy;
import realign.store.ObjectStore;

/**
 * What a person does to a scope from outside: give it back, give it up, keep and delete. A scope
 * that has not ended is claimed for it, so a living holder is never disturbed: then {@link
 * ScopeHeldException}. FORMAT.md, "Maintenance".
 */
public final class ScopeMaintenance {
  private final ScopeStore at;
  private final Holder self;
  private final Settings settings;

  private ScopeMaintenance(ScopeStore at, Holder self, Settings settings) {
    this.at = at;
    this.self = self;
    this.settings = settings;
  }

  /** Maintenance of one scope by this process. */
  public static ScopeMaintenance of(
      ObjectStore store, String run, String scope, Settings settings) {
    return new ScopeMaintenance(ScopeStore.of(store, run, scope), Holder.self(), settings);
  }

  static ScopeMaintenance of(ScopeStore at, Holder self, Settings settings) {
    return new ScopeMaintenance(at, self, settings);
  }

  /**
   * Releases a scope whose holder is dead, so that another may claim it at once.
   *
   * @return whether there was anything to release
   */
  public boolean recover() {
    LogState state = at.log().head();
    if (state.claim() == null || state.released() || state.ended()) {
      return false;
    }
    try (ScopeLog log = claim()) {
      log.release(); // does nothing where the holder finished it meanwhile
    }
    return true;
  }

  /**
   * Ends the scope for good: later claims are refused, and nothing reads its results.
   *
   * @return false when it was abandoned before
   */
  public boolean abandon(String reason) {
    if (at.log().head().ended()) {
      return append(
          state ->
              state.abandoned()
                  ? null
                  : entry(state, Action.ABANDON, List.of(), List.of(), reason));
    }
    try (ScopeLog log = claim()) {
      if (!log.isDone()) {
        log.abandon(reason);
        return true;
      }
    }
    return abandon(reason); // it was finished while it was waited for
  }

  /**
   * Keeps a checkpoint whatever retention says, or leaves it to retention again.
   *
   * @return false when that is so already
   */
  public boolean pin(CheckpointName name, boolean pinned) {
    ScopeView.CommitPoint point = StoredCommit.named(at.store(), at.keys().run(), name).point();
    if (point.pinned() == pinned) {
      return false;
    }
    if (pinned && at.keys().stateRestricted()) {
      throw refused(
          "RLN-418",
          "is the state of an attacked model",
          "must not outlive its measurement, so it cannot be pinned",
          "Set attack.keepWeights in the spec to keep attacked weights");
    }
    if (at.log().head().ended()) {
      return prune(List.of(point.n()), "unpinned");
    }
    return change(log -> log.pin(point.n(), pinned)) || pin(name, pinned);
  }

  /**
   * What {@link #prune} would delete.
   *
   * @param commits numbers of commits that could no longer be restored
   * @param bytes bytes of the blobs that only these commits name
   * @param orphans keys of blobs that nothing needs, of claims that ended a day ago
   */
  public record Waste(List<Long> commits, long bytes, List<String> orphans) {
    public Waste {
      commits = List.copyOf(commits);
      orphans = List.copyOf(orphans);
    }

    /** Whether there is nothing to delete. */
    public boolean isEmpty() {
      return commits.isEmpty() && orphans.isEmpty();
    }
  }

  /**
   * What is not needed: all but the newest commits and the pinned ones, and what killed holders
   * left. Reads the whole log first and deletes nothing.
   *
   * @param keepLast how many of the newest commits stay
   * @throws DamagedLogException at any entry that cannot be read: then nothing may be deleted
   */
  public Waste waste(int keepLast) {
    LogReader log = at.log();
    log.all();
    LogState state = log.head();
    List<Long> commits = state.ended() ? List.of() : droppedBy(state, keepLast);
    LogEntry.Claim claim = state.claim();
    List<String> orphans =
        claim == null
            ? List.of()
            : sweeper(log).orphans(claim, needed(state), at.time().now(), Long.MAX_VALUE);
    return new Waste(commits, bytes(log, commits, state), orphans);
  }

  private long bytes(LogReader log, List<Long> commits, LogState state) {
    Map<String, Long> sizes = new TreeMap<>();
    for (long n : commits) {
      log.commit(n).contents().blobs().forEach(b -> sizes.put(at.keys().blob(b), b.size()));
    }
    for (long n : state.restorable()) {
      if (!commits.contains(n)) {
        log.commit(n).contents().blobs().forEach(blob -> sizes.remove(at.keys().blob(blob)));
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<Long> droppedBy(LogState state, int keepLast) {
    LogEntry.Commit newest = state.commit();
    if (newest == null) {
      return List.of();
    }
    List<Long> kept = state.restorable();
    List<Long> gone = new ArrayList<>(kept.subList(0, Math.max(0, kept.size() - keepLast)));
    gone.removeAll(newest.pinned());
    return gone;
  }

  /** Deletes what {@link #waste} found and is still waste. */
  public void prune(int keepLast) {
    Waste waste = waste(keepLast);
    if (!waste.commits().isEmpty()) {
      CheckpointPolicy rule = settings.retention();
      boolean unused =
          change(
              log -> log.prune(new CheckpointPolicy(rule.everySteps(), rule.every(), keepLast, 0)));
    }
    waste.orphans().forEach(at.patient()::delete);
  }

  private boolean prune(List<Long> commits, String reason) {
    boolean pruned =
        append(
            state ->
                state.restorable().containsAll(commits)
                    ? entry(state, Action.PRUNE, commits, List.of(), reason)
                    : null);
    LogState state = at.log().head();
    Set<String> needed = needed(state);
    for (long n : commits) {
      at.log().commit(n).contents().blobs().stream()
          .map(at.keys()::blob)
          .filter(key -> !needed.contains(key))
          .forEach(at.patient()::delete);
    }
    return pruned;
  }

  /**
   * Deletes a scope's restricted blobs, or all of its blobs: the log stays and says so. May be
   * called again after a kill in between.
   *
   * @param all not the restricted ones alone
   * @return how many blobs the results named that are gone by this call
   * @throws ProblemException when the scope has not ended
   */
  public long purge(boolean all, String reason) {
    LogState state = at.log().head();
    if (state.claim() == null) {
      return 0;
    }
    if (!state.ended()) {
      throw refused(
          "RLN-419",
          "has not ended",
          "must be done or abandoned before it is purged",
          "Finish it, or realign abandon " + at.keys().run());
    }
    Purge purge = Purge.of(at, state, all);
    if (!purge.isEmpty()) {
      append(now -> entry(now, Action.PURGE, purge.commits(), purge.blobs(), reason));
    }
    purge.delete(at.log().head());
    return purge.blobs().size();
  }

  private LogEntry.Maintenance entry(
      LogState state, Action action, List<Long> commits, List<String> blobs, String reason) {
    return new LogEntry.Maintenance(
        LogTail.next(state, at.time()), null, action, commits, blobs, reason);
  }

  /** Appends to a scope that has ended, behind whatever else is appended meanwhile. */
  private boolean append(Function<LogState, LogEntry.@Nullable Maintenance> next) {
    Appender appender = at.appender();
    while (true) {
      LogState state = at.log().head();
      LogEntry.Maintenance entry = next.apply(state);
      if (entry == null) {
        return false;
      }
      Appender.Appended appended = appender.append(entry);
      switch (appended.outcome()) {
        case COMMITTED -> {
          appender.hint(entry.n());
          return true;
        }
        case FENCED -> {} // somebody else maintained it: decide anew
        case FAILED, UNKNOWN -> throw LogTail.failed(at.keys(), entry, appended);
      }
    }
  }

  private interface Change {
    void on(ScopeLog log);
  }

  /** Claims the scope, changes what it keeps, and gives it back; false when it has ended. */
  private boolean change(Change change) {
    try (ScopeLog log = claim()) {
      if (log.isDone()) {
        return false;
      }
      log.restore();
      change.on(log);
      log.release();
      return true;
    }
  }

  private ScopeLog claim() {
    return ScopeLog.claim(at, self, settings, new ProcessTable());
  }

  private Sweeper sweeper(LogReader log) {
    return new Sweeper(at.patient(), at.keys(), log);
  }

  /** All that a restorable commit or the end of the scope names. */
  private Set<String> needed(LogState state) {
    Set<String> needed = new TreeSet<>();
    LogReader log = at.log();
    state.restorable().forEach(n -> add(needed, log.commit(n).contents().blobs()));
    LogEntry.Done done = state.done();
    if (done != null) {
      add(needed, done.contents().blobs());
    }
    return needed;
  }

  private void add(Set<String> keys, Collection<BlobRef> blobs) {
    blobs.forEach(blob -> keys.add(at.keys().blob(blob)));
  }

  private ProblemException refused(String id, String found, String rule, String fix) {
    return new ProblemException(
        ExitCode.INVALID, new Problem(id, at.keys().name(), found, rule, fix));
  }
}
