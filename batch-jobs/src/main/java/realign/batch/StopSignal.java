package realign.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/** Why this process is to end before its work is done; the first reason counts. */
final class StopSignal {

  /** Reasons to end early. */
  enum Reason {
    /** {@code --stop-after} was reached. */
    ASKED(ExitCode.DONE, ExitCode.FAILED),
    /** SIGTERM: a preemption. */
    TERMINATED(ExitCode.PREEMPTED, ExitCode.TERMINATED),
    /** SIGINT: a person. */
    INTERRUPTED(ExitCode.PREEMPTED, ExitCode.INTERRUPTED),
    /** The command that started this process is gone. */
    PARENT_GONE(ExitCode.PREEMPTED, ExitCode.TERMINATED),
    /** The time that all attempts together may take is spent. */
    BUDGET(ExitCode.BUDGET, ExitCode.STORE_UNAVAILABLE);

    private final ExitCode committed;
    private final ExitCode lost;

    Reason(ExitCode committed, ExitCode lost) {
      this.committed = committed;
      this.lost = lost;
    }

    /** In a word, for a person. */
    String word() {
      return switch (this) {
        case ASKED -> "stopped as asked";
        case TERMINATED -> "preempted";
        case INTERRUPTED -> "interrupted";
        case PARENT_GONE -> "stopped with the command that started it";
        case BUDGET -> "budget spent";
      };
    }

    /** With what to end when all that was done is durable. */
    ExitCode committed() {
      return committed;
    }

    /** With what to end when it could not be made durable. */
    ExitCode lost() {
      return lost;
    }
  }

  private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
  private final CountDownLatch raised = new CountDownLatch(1);
  private final List<Runnable> listeners = new ArrayList<>();

  /** Asks the process to end; false when it has been asked before. */
  boolean raise(Reason why) {
    if (!reason.compareAndSet(null, why)) {
      return false;
    }
    List<Runnable> all;
    synchronized (listeners) {
      all = List.copyOf(listeners);
    }
    raised.countDown();
    all.forEach(Runnable::run);
    return true;
  }

  /** Runs when the process is asked to end, at once when it has been. */
  void onRaise(Runnable listener) {
    synchronized (listeners) {
      listeners.add(listener);
    }
    if (raised()) {
      listener.run();
    }
  }

  /** Waits at most so long for the process to be asked to end; whether it was. */
  boolean awaitRaised(Duration most) {
    try {
      return raised.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  @Nullable Reason reason() {
    return reason.get();
  }

  /** Whether the process was asked to end. */
  boolean raised() {
    return reason.get() != null;
  }
}
