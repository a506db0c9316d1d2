package realign.batch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeHead;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.log.StoredCommit;
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
  private final Reuse reuse;
  private final Runnable inputs;
  private final Provenance provenance;
  private final Options options;
  private final Budget budget;
  private final Surroundings surroundings;

  /** Whether a scope was claimed and begun. */
  private boolean goesOn;

  /**
   * How to claim.
   *
   * @param force take over what another process holds
   * @param patient go on waiting for a scope that another process holds, as a pod always does
   * @param requireCheckpoint refuse to begin at its first item a scope that was begun before, and
   *     the first one where nothing is finished
   * @param reuse take results of other runs that all the same decides
   */
  record Options(boolean force, boolean patient, boolean requireCheckpoint, boolean reuse) {}

  /**
   * Claims of a run.
   *
   * @param inputs refuses to compute where that cannot be done
   */
  Claims(
      StoredResults results,
      RunPlan plan,
      Reuse reuse,
      Runnable inputs,
      Provenance provenance,
      Options options,
      Budget budget,
      Surroundings surroundings) {
    this.results = results;
    this.plan = plan;
    this.reuse = reuse;
    this.inputs = inputs;
    this.provenance = provenance;
    this.options = options;
    this.budget = budget;
    this.surroundings = surroundings;
  }

  @Override
  public ScopeWork apply(Scope scope) {
    for (Scope needed : plan.reads(scope)) {
      new ResultWait(results, needed.name(), patient(), surroundings)
          .await(() -> scope instanceof Scope.Report && results.isMissing(needed), this::pause);
    }
    ScopeHead view = ScopeHead.read(results.store(), results.run(), scope.name());
    Optional<StoredCommit> other = view.newestCommit() == null ? find(scope) : Optional.empty();
    if (computes(scope, view, other)) {
      budget.require();
    }
    refuseWithoutProgress(view);
    if (other.isEmpty()) {
      refuseWithoutCheckpoint(view);
    }
    ScopeLog log = claim(scope.name());
    begin(scope, log, view, other.orElse(null));
    return new ScopeWork(
        scope,
        plan.stages(scope),
        log,
        view.attempts() > 0,
        () -> reuse.keys().apply(scope),
        surroundings.halts());
  }

  /** Whether a scope costs time that a budget is for: a report and a copy cost next to none. */
  private boolean computes(Scope scope, ScopeHead view, Optional<StoredCommit> other) {
    return !(scope instanceof Scope.Report)
        && other.isEmpty()
        && !results.complete(view, plan.stages(scope));
  }

  private Optional<StoredCommit> find(Scope scope) {
    return reuse.find(
        scope, why -> note("warn", scope.name() + ": is computed again, because " + why));
  }

  /** Before anybody asks which stages are done: the newest commit may turn out to be damaged. */
  private void begin(Scope scope, ScopeLog log, ScopeHead view, @Nullable StoredCommit other) {
    try {
      if (!log.isDone()) {
        surroundings.attemptLog().begin(scope.name(), log.attempt());
        budget.begin(scope.name());
      }
      boolean begun = log.isDone() || log.restore() != null;
      if (!begun && other != null) {
        copy(scope, log, view, other);
      }
      goesOn = true;
      boolean complete = plan.stages(scope).stream().allMatch(log::stageDone);
      if (begun && !complete) {
        sayWhatDiffers(view);
      }
      log.notices().forEach(notice -> note("warn", notice));
    } catch (RuntimeException | Error e) {
      log.close(); // a log that nobody gets must not go on giving signs of life
      throw e;
    }
  }

  private void copy(Scope scope, ScopeLog log, ScopeHead view, StoredCommit other) {
    if (log.copy(other)) {
      note("info", scope.name() + ": unchanged since " + other.first().run());
      return;
    }
    note("warn", scope.name() + ": is computed again, because " + other.origin() + " is damaged");
    try {
      budget.requireRest();
      refuseWithoutCheckpoint(view);
      inputs.run();
    } catch (ProblemException e) {
      log.release();
      throw e;
    }
  }

  private void sayWhatDiffers(ScopeHead view) {
    ScopeView.CommitPoint newest = view.newestCommit();
    if (newest == null) {
      return; // it was committed since, by whom this process waited for
    }
    List<String> changes = newest.provenance().differences(provenance);
    if (!changes.isEmpty()) {
      boolean hardware = !newest.provenance().hardwareDifferences(provenance).isEmpty();
      note(
          "warn",
          view.scope()
              + (hardware ? ": resumed on other hardware: " : ": resumed under other conditions: ")
              + String.join(", ", changes)
              + "; bits are no longer promised");
    }
  }

  private void note(String level, String text) {
    surroundings.events().note(level, text);
  }

  /** How a scope is held under a target. */
  static Settings settings(Target target, boolean force, Provenance provenance) {
    return new Settings(
        target.timeToLive(), target.heartbeat(), target.checkpoint(), force, provenance);
  }

  private ScopeLog claim(String scope) {
    Settings settings = settings(surroundings.target(), options.force(), provenance);
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
          note("info", "waiting until another process ends: " + e.getMessage());
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

  /** What comes after anything that is finished was never begun: it has none. */
  private void refuseWithoutCheckpoint(ScopeHead view) {
    boolean expected =
        view.attempts() > 0 || !(goesOn || plan.scopes().stream().anyMatch(this::isDone));
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

  private boolean isDone(Scope scope) {
    return results.done(scope.name());
  }

  /** The process was asked to end while it had nothing to commit. */
  static final class StoppedWhileWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedWhileWaiting() {
      super("asked to stop while waiting for another process", null, false, false);
    }
  }
}
