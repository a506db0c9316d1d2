package realign.batch;

import jakarta.batch.runtime.BatchStatus;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Scope;
import realign.store.StoreException;

/**
 * Works through the jobs of a plan: claims, starts or restarts, waits, and gives up what it holds
 * when it has to end. Not for deciding what a stage does.
 */
final class Launcher implements AutoCloseable {
  private final RunPlan plan;
  private final ScopeChain chain;
  private final StoredResults results;
  private final Surroundings surroundings;
  private final Path jobs;
  private @Nullable BatchRuntime runtime;

  /**
   * A launcher.
   *
   * @param jobs folder of the job histories of the run
   */
  Launcher(
      RunPlan plan, ScopeChain chain, StoredResults results, Surroundings surroundings, Path jobs) {
    this.plan = plan;
    this.chain = chain;
    this.results = results;
    this.surroundings = surroundings;
    this.jobs = jobs;
  }

  /**
   * Does all jobs.
   *
   * @return {@link ExitCode#DONE}, or why it ended early
   */
  ExitCode run() {
    for (RunPlan.Job job : plan.jobs()) {
      if (isDone(job)) {
        continue;
      }
      StopSignal.Reason reason = surroundings.stop().reason();
      ExitCode code = reason == null ? run(job) : reason.committed();
      if (code != ExitCode.DONE) {
        return code;
      }
    }
    return ExitCode.DONE;
  }

  private boolean isDone(RunPlan.Job job) {
    return job.scopes().stream().allMatch(scope -> results.done(scope.name()));
  }

  private ExitCode run(RunPlan.Job job) {
    chain.beginJob();
    try {
      Scope first = job.scopes().get(0);
      chain.claim(first);
      BatchStatus status = work(job, first);
      return ended(job, status);
    } catch (Claims.StoppedWhileWaiting e) {
      return stoppedWhileWaiting();
    } finally {
      chain.closeScope();
    }
  }

  private BatchStatus work(RunPlan.Job job, Scope first) {
    BatchRuntime batch = runtime(first);
    Properties parameters = new Properties();
    parameters.setProperty("scope", first.name());
    long execution = batch.startOrRestart(job.name(), parameters);
    chain.started(() -> batch.stop(execution));
    surroundings.stop().onRaise(() -> batch.stop(execution));
    return batch.await(execution);
  }

  /**
   * The history is opened after the first claim: its file lock would meet a second process first.
   */
  private BatchRuntime runtime(Scope first) {
    if (runtime == null) {
      runtime =
          BatchRuntime.open(
              jobs.resolve(first.name()), chain, text -> surroundings.events().note("warn", text));
    }
    return runtime;
  }

  private ExitCode ended(RunPlan.Job job, BatchStatus status) {
    Throwable failure = chain.failure();
    if (failure instanceof Claims.StoppedWhileWaiting) {
      return stoppedWhileWaiting();
    }
    if (failure != null) {
      giveUp(failure);
      throw isLostOnStop(failure) ? new LostOnStop(reason(), failure) : Failures.rethrow(failure);
    }
    if (status == BatchStatus.COMPLETED || isDone(job)) { // a stop may come too late to matter
      return ExitCode.DONE;
    }
    StopSignal.Reason reason = surroundings.stop().reason();
    if (reason == null) {
      throw new IllegalStateException("job " + job.name() + " ended " + status + " for no reason");
    }
    return stopped(reason);
  }

  private ExitCode stoppedWhileWaiting() {
    ExitCode code = reason().committed();
    surroundings.events().ending(code, reason().word() + " while waiting for another process");
    return code;
  }

  private ExitCode stopped(StopSignal.Reason reason) {
    ScopeWork work = chain.work();
    if (work == null) {
      return reason.committed();
    }
    try {
      work.release();
      surroundings.events().ending(reason.committed(), reason.word() + "; " + work.committed());
      return reason.committed();
    } catch (RuntimeException e) {
      throw new LostOnStop(reason, e);
    }
  }

  private boolean isLostOnStop(Throwable failure) {
    return failure instanceof StoreException && surroundings.stop().raised();
  }

  /** What was handed over becomes durable where that is still possible; the failure counts more. */
  private void giveUp(Throwable failure) {
    ScopeWork work = chain.work();
    if (work == null || failure instanceof Error) {
      return;
    }
    try {
      work.release();
    } catch (RuntimeException e) {
      if (e != failure) { // the log tells its first failure again at every call
        failure.addSuppressed(e);
      }
    }
  }

  private StopSignal.Reason reason() {
    StopSignal.Reason reason = surroundings.stop().reason();
    if (reason == null) {
      throw new IllegalStateException("stopped for no reason");
    }
    return reason;
  }

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
  }

  /** The process was asked to end and could not make durable what it had done. */
  static final class LostOnStop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final StopSignal.Reason reason;

    LostOnStop(StopSignal.Reason reason, Throwable cause) {
      super("what was done since the last commit could not be committed", cause);
      this.reason = reason;
    }

    ExitCode exitCode() {
      return reason.lost();
    }
  }
}
