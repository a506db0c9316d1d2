package realign.batch;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeHead;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.Settings;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Scope;
import realign.spec.Target;

/**
 * Claims scopes: waits for the results that a scope reads where another process is working on them,
 * and gives up on a scope that was begun again and again without a commit.
 */
final class Claims implements Function<Scope, ScopeWork> {
  private final StoredResults results;
  private final RunPlan plan;
  private final Function<Scope, String> keys;
  private final Provenance provenance;
  private final Options options;
  private final Surroundings surroundings;

  /** Whether an unfinished scope was claimed. */
  private boolean goesOn;

  /**
   * How to claim.
   *
   * @param force take over what another process holds
   * @param patient go on waiting for a scope that another process holds, as a pod always does
   * @param requireCheckpoint refuse to begin at its first item the first scope that is not
   *     finished, or one that was begun before
   */
  record Options(boolean force, boolean patient, boolean requireCheckpoint) {}

  Claims(
      StoredResults results,
      RunPlan plan,
      Function<Scope, String> keys,
      Provenance provenance,
      Options options,
      Surroundings surroundings) {
    this.results = results;
    this.plan = plan;
    this.keys = keys;
    this.provenance = provenance;
    this.options = options;
    this.surroundings = surroundings;
  }

  @Override
  public ScopeWork apply(Scope scope) {
    for (Scope needed : plan.reads(scope)) {
      new ResultWait(results, needed.name(), patient(), surroundings).await(this::pause);
    }
    ScopeHead view = ScopeHead.read(results.store(), results.run(), scope.name());
    refuseWithoutProgress(view);
    refuseWithoutCheckpoint(view);
    ScopeLog log = claim(scope.name());
    goesOn |= !log.isDone();
    restore(log);
    log.notices().forEach(notice -> surroundings.events().note("warn", notice));
    return new ScopeWork(
        scope,
        plan.stages(scope),
        log,
        view.attempts() > 0,
        () -> keys.apply(scope),
        surroundings.halts());
  }

  /** Before anybody asks which stages are done: the newest commit may turn out to be damaged. */
  private static void restore(ScopeLog log) {
    if (log.isDone()) {
      return;
    }
    try {
      log.restore();
    } catch (RuntimeException | Error e) {
      log.close(); // a log that nobody gets must not go on giving signs of life
      throw e;
    }
  }

  private ScopeLog claim(String scope) {
    Target target = surroundings.target();
    Settings settings =
        new Settings(
            target.timeToLive(),
            target.heartbeat(),
            target.checkpoint(),
            options.force(),
            provenance);
    Holder self = Holder.self();
    for (boolean told = false; ; told = true) {
      try {
        return ScopeLog.claim(
            results.store(),
            results.run(),
            scope,
            self,
            settings,
            surroundings.stop()::awaitRaised);
      } catch (CancellationException e) {
        throw new StoppedWhileWaiting();
      } catch (ScopeHeldException e) {
        if (!patient()) {
          throw e;
        }
        if (!told) {
          surroundings
              .events()
              .note("info", "waiting until another process ends: " + e.getMessage());
        }
        pause();
      }
    }
  }

  /** A pod has nothing better to do; a person at a terminal has. */
  private boolean patient() {
    return options.patient() || Holder.self().jobUid() != null;
  }

  private void pause() {
    Duration pause = surroundings.target().heartbeat();
    if (surroundings.stop().awaitRaised(pause)) {
      throw new StoppedWhileWaiting();
    }
  }

  private void refuseWithoutProgress(ScopeHead view) {
    int limit = surroundings.target().recoveriesWithoutProgress();
    long fruitless =
        ScopeHead.fruitlessAttempts(results.store(), results.run(), view.scope(), limit);
    if (fruitless >= limit && !options.force()) {
      throw new ProblemException(
          ExitCode.BUDGET,
          new Problem(
              "RLN-723",
              "scope " + view.scope(),
              fruitless + " attempts in a row or more",
              "must commit something within " + limit + " attempts",
              "See the logs of the attempts; then raise recoveriesWithoutProgress"));
    }
  }

  /** What comes after the scope at which a process goes on was never begun: it has none. */
  private void refuseWithoutCheckpoint(ScopeHead view) {
    boolean expected = !goesOn || view.attempts() > 0;
    if (options.requireCheckpoint() && expected && view.newestCommit() == null) {
      throw new ProblemException(
          ExitCode.NOT_FOUND,
          new Problem(
              "RLN-724",
              "scope " + view.scope(),
              null,
              "must have a checkpoint, because --require-checkpoint is given",
              "Leave the flag out to begin at step 0"));
    }
  }

  /** The process was asked to end while it had nothing to commit. */
  static final class StoppedWhileWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedWhileWaiting() {
      super("asked to stop while waiting for another process", null, false, false);
    }
  }
}
