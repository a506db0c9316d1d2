package realign.batch;

import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.ScopeView;
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
  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  private final StoredResults results;
  private final RunPlan plan;
  private final Function<Scope, String> keys;
  private final Provenance provenance;
  private final Options options;
  private final Surroundings surroundings;

  /**
   * How to claim.
   *
   * @param force take over what another process holds
   * @param patient go on waiting for a scope that another process holds, as a pod does
   * @param requireCheckpoint refuse to begin a scope at its first item
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
      awaitResult(needed.name());
    }
    ScopeView view = ScopeView.read(results.store(), results.run(), scope.name());
    refuseWithoutProgress(view);
    refuseWithoutCheckpoint(view);
    ScopeLog log = claim(scope.name());
    log.notices().forEach(notice -> surroundings.events().note("warn", notice));
    return new ScopeWork(
        scope,
        plan.stages(scope),
        log,
        !view.attempts().isEmpty(),
        () -> keys.apply(scope),
        surroundings.halts());
  }

  private void awaitResult(String scope) {
    boolean told = false;
    while (!results.done(scope)) {
      ScopeView view = ScopeView.read(results.store(), results.run(), scope);
      if (!isHeld(view)) {
        results.of(scope);
      }
      if (!told) {
        surroundings.events().note("info", "waiting for scope " + scope + " of another process");
        told = true;
      }
      pause();
    }
  }

  private static boolean isHeld(ScopeView view) {
    return view.state() == ScopeView.State.CLAIMED || view.state() == ScopeView.State.RUNNING;
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
    while (true) {
      try {
        return ScopeLog.claim(results.store(), results.run(), scope, Holder.self(), settings);
      } catch (ScopeHeldException e) {
        if (!options.patient()) {
          throw e;
        }
        LOG.info("{}; waiting", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    Duration pause = surroundings.target().heartbeat();
    if (surroundings.stop().awaitRaised(pause)) {
      throw new StoppedWhileWaiting();
    }
  }

  private void refuseWithoutProgress(ScopeView view) {
    int limit = surroundings.target().recoveriesWithoutProgress();
    long fruitless = fruitlessAttempts(view);
    if (fruitless >= limit && !options.force()) {
      throw new ProblemException(
          ExitCode.BUDGET,
          new Problem(
              "RLN-723",
              "scope " + view.scope(),
              fruitless + " attempts in a row",
              "must commit something within " + limit + " attempts",
              "See the logs of the attempts; then raise recoveriesWithoutProgress or use --force"));
    }
  }

  private static long fruitlessAttempts(ScopeView view) {
    long newestClaimWithCommit =
        view.commits().stream().mapToLong(ScopeView.CommitPoint::claim).max().orElse(-1);
    return view.attempts().stream().filter(attempt -> attempt.n() > newestClaimWithCommit).count();
  }

  private void refuseWithoutCheckpoint(ScopeView view) {
    if (options.requireCheckpoint() && view.commits().isEmpty()) {
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
