package realign.batch;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import realign.spec.Scope;

/**
 * The chain over scope logs: claims each scope when its first stage is opened, gives items to the
 * batch artifacts, and keeps the first failure, since the batch runtime only keeps its text.
 */
final class ScopeChain implements Chain {
  private static final Logger LOG = LoggerFactory.getLogger(ScopeChain.class);

  private final RunPlan plan;
  private final Function<Scope, ScopeWork> claim;
  private final StageSource source;
  private final Budget budget;
  private final Surroundings surroundings;

  private volatile CompletableFuture<Runnable> stopJob = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;
  private @Nullable ScopeWork work;
  private @Nullable StageRun run;

  ScopeChain(
      RunPlan plan,
      Function<Scope, ScopeWork> claim,
      StageSource source,
      Budget budget,
      Surroundings surroundings) {
    this.plan = plan;
    this.claim = claim;
    this.source = source;
    this.budget = budget;
    this.surroundings = surroundings;
  }

  /** A new job begins; {@link #started} follows. */
  void beginJob() {
    stopJob = new CompletableFuture<>();
    failure = null;
  }

  /** The job runs, and this is how it is told to stop. */
  void started(Runnable stop) {
    stopJob.complete(stop);
  }

  /** Claims a scope; nothing happens when it is the claimed one. */
  synchronized ScopeWork claim(Scope scope) {
    ScopeWork held = work;
    if (held != null && held.scope().equals(scope)) {
      return held;
    }
    closeScope();
    ScopeWork claimed = claim.apply(scope);
    work = claimed;
    surroundings.halts().at(HaltPoints.Moment.CLAIMED, scope.name(), "", 0);
    return claimed;
  }

  /** The scope that is claimed, or null. */
  synchronized @Nullable ScopeWork work() {
    return work;
  }

  /** Closes the claimed scope's log, finished or not. */
  synchronized void closeScope() {
    if (work != null) {
      work.close();
      work = null;
    }
  }

  /** What made the job fail, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void open(String scopeName, String stage, @Nullable String mark) {
    guarded(
        () -> {
          MDC.put("scope", scopeName);
          MDC.put("stage", stage);
          Scope scope = plan.scope(scopeName);
          ScopeWork claimed = claim(scope);
          MDC.put("attempt", String.valueOf(claimed.log().attempt()));
          if (claimed.stageDone(stage)) {
            LOG.debug("{} {} is done", scopeName, stage);
            endStage(claimed, stage);
          } else {
            openStage(claimed, stage);
          }
          return null;
        });
  }

  private void openStage(ScopeWork claimed, String stage) {
    StageRun opened = new StageRun(claimed, source.stage(claimed.scope(), stage), surroundings);
    run = opened;
    opened.open();
    if (opened.done()) {
      endStage(claimed, stage);
    }
  }

  private void endStage(ScopeWork claimed, String stage) {
    surroundings.halts().at(HaltPoints.Moment.STAGE_DONE, claimed.name(), stage, 0);
    claimed.finishIfComplete();
    if (plan.endsAfter(claimed.scope(), stage)) {
      surroundings.stop().raise(StopSignal.Reason.ASKED);
    }
  }

  @Override
  public @Nullable Runnable read() {
    return guarded(
        () -> {
          StageRun open = run;
          if (open == null) {
            return null;
          }
          if (surroundings.stop().raised()) {
            stopJob.join().run();
            return open.done() ? null : Nothing.TO_DO;
          }
          return open.read();
        });
  }

  @Override
  public Object process(Runnable item) {
    return guarded(
        () -> {
          if (item != Nothing.TO_DO) {
            open().process(item);
            checkBudget();
          }
          return mark();
        });
  }

  /** What is complete now must not be left unfinished for a moment, nor a report for hours. */
  private void checkBudget() {
    StageRun open = open();
    if (!open.completesScope() && !open.reports()) {
      budget.check(surroundings.stop());
    }
  }

  @Override
  public boolean commitDue() {
    return guarded(
        () -> {
          StageRun open = run;
          return open == null || open.commitDue();
        });
  }

  @Override
  public void commit() {
    guarded(
        () -> {
          StageRun open = run;
          if (open == null) {
            return null; // a stop ends the chunk of a stage without items, too
          }
          boolean before = open.done();
          open.commit();
          ScopeWork claimed = work();
          if (open.done() && !before && claimed != null) {
            endStage(claimed, open.stageName());
          }
          return null;
        });
  }

  @Override
  public void committed() {}

  @Override
  public String mark() {
    StageRun open = run;
    return open == null ? "" : open.mark();
  }

  @Override
  public void closeStage() {
    if (run != null) {
      run.close();
      run = null;
    }
    MDC.remove("stage");
    MDC.remove("scope");
    MDC.remove("attempt");
  }

  private StageRun open() {
    if (run == null) {
      throw new IllegalStateException("no stage is open");
    }
    return run;
  }

  private <T extends @Nullable Object> T guarded(Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException | Error e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /** The item that is read once a stop was asked for, so that the batch runtime gets to see it. */
  private enum Nothing implements Runnable {
    TO_DO;

    @Override
    public void run() {}
  }
}
