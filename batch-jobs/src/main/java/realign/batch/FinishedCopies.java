package realign.batch;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import realign.log.DamagedLogException;
import realign.log.FencedException;
import realign.log.Holder;
import realign.log.ScopeAbandonedException;
import realign.log.ScopeHead;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.ScopeView.State;
import realign.log.Settings;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.spec.Scope;

/**
 * Takes for a run what other runs of the store have finished, and computes nothing: no model, no
 * data, no engine. A scope of which there is nothing to take is not claimed, so whoever computes it
 * finds it as it was.
 */
final class FinishedCopies {
  private final StoredResults results;
  private final RunPlan plan;
  private final Reuse reuse;
  private final Settings settings;
  private final Surroundings surroundings;

  FinishedCopies(
      StoredResults results,
      RunPlan plan,
      Reuse reuse,
      Settings settings,
      Surroundings surroundings) {
    this.results = results;
    this.plan = plan;
    this.reuse = reuse;
    this.settings = settings;
    this.surroundings = surroundings;
  }

  /**
   * Takes what there is.
   *
   * @return {@link ExitCode#DONE}, or why it ended early
   */
  ExitCode takeAll() {
    try {
      for (Scope scope : plan.scopes()) {
        StopSignal.Reason reason = surroundings.stop().reason();
        if (reason != null) {
          return stopped(reason, "before " + scope.name() + " was looked at");
        }
        takeIfPossible(scope);
      }
      return ExitCode.DONE;
    } catch (Claims.StoppedWhileWaiting e) {
      return stopped(
          Objects.requireNonNull(surroundings.stop().reason()),
          "while waiting for another process");
    }
  }

  private ExitCode stopped(StopSignal.Reason reason, String when) {
    surroundings.events().ending(reason.committed(), reason.word() + " " + when);
    return reason.committed();
  }

  /** What one scope's log refuses is told by whoever computes it; the others are taken. */
  private void takeIfPossible(Scope scope) {
    try {
      take(scope);
    } catch (ScopeHeldException e) {
      note("info", scope.name() + ": is left to its holder: " + e.getMessage());
    } catch (FencedException | ScopeAbandonedException | DamagedLogException e) {
      note("warn", scope.name() + ": is left as it is: " + e.getMessage());
    }
  }

  /** Takes a scope's result where there is one; whoever holds the scope is left alone. */
  private void take(Scope scope) {
    ScopeHead head = ScopeHead.read(results.store(), results.run(), scope.name());
    if (head.state() == State.DONE || head.state() == State.ABANDONED) {
      return;
    }
    Optional<StoredCommit> other =
        head.newestCommit() == null
            ? reuse.find(scope, why -> tellUnused(scope, why))
            : Optional.empty();
    if (other.isPresent() || isCopied(head, scope)) {
      claim(scope, other);
    }
  }

  /** A process before this one was killed between its copy and the scope's end. */
  private boolean isCopied(ScopeHead head, Scope scope) {
    return head.newestCommit() != null
        && head.newestCommit().from() != null
        && results.complete(scope, plan);
  }

  private void claim(Scope scope, Optional<StoredCommit> other) {
    try (ScopeLog log =
        ScopeLog.claim(
            results.store(),
            results.run(),
            scope.name(),
            Holder.self(),
            settings,
            surroundings.stop()::awaitRaised)) {
      finish(scope, log, other);
    } catch (CancellationException e) {
      throw new Claims.StoppedWhileWaiting();
    }
  }

  private void finish(Scope scope, ScopeLog log, Optional<StoredCommit> other) {
    ScopeWork work =
        new ScopeWork(
            scope,
            plan.stages(scope),
            log,
            true,
            () -> reuse.keys().apply(scope),
            surroundings.halts());
    surroundings.halts().at(HaltPoints.Moment.CLAIMED, scope.name(), "", 0);
    if (!log.isDone() && log.restore() == null && other.isPresent()) {
      copy(scope, log, other.get());
    }
    work.finishIfComplete();
    work.release();
  }

  private void copy(Scope scope, ScopeLog log, StoredCommit other) {
    if (log.copy(other)) {
      note("info", scope.name() + ": unchanged since " + other.first().run());
    } else {
      tellUnused(scope, other.origin() + " is damaged");
    }
  }

  private void tellUnused(Scope scope, String why) {
    note("warn", scope.name() + ": has to be computed, because " + why);
  }

  private void note(String level, String text) {
    surroundings.events().note(level, text);
  }
}
