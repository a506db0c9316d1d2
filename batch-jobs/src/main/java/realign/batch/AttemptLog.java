package realign.batch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.ProgramLog;
import realign.store.ObjectStore;

/**
 * Brings this process's log lines to the store every few minutes and when an attempt ends, so that
 * they outlive its pod. A failure to do so is not worth a run.
 */
final class AttemptLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(3);

  /** A store that stalls must not hold up an end; a pod that is asked to end has little time. */
  private static final Duration MOST_AT_END = Duration.ofSeconds(30);

  private static final Duration MOST_AT_STOP = Duration.ofSeconds(3);

  private final ObjectStore store;
  private final String run;
  private final @Nullable RecentLines lines;
  private final StopSignal stop;
  private final ScheduledExecutorService thread;

  /** The attempt that the lines belong to; null before the first. */
  private @Nullable ProgramLog current;

  /**
   * @param lines null where nothing is to be kept
   */
  AttemptLog(ObjectStore store, String run, @Nullable RecentLines lines, StopSignal stop) {
    this.store = store;
    this.run = run;
    this.lines = lines;
    this.stop = stop;
    this.thread = Executors.newSingleThreadScheduledExecutor(AttemptLog::daemon);
    if (lines != null) {
      var unused =
          thread.scheduleWithFixedDelay(
              this::put, PAUSE.toNanos(), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "attempt-log");
    thread.setDaemon(true);
    return thread;
  }

  /** From here on lines belong to this attempt, and so do those before the first one. */
  synchronized void begin(String scope, long attempt) {
    if (lines != null && current != null) {
      put();
      lines.clear();
    }
    current = new ProgramLog(run, scope, attempt);
  }

  /** The attempt ends by this failure, which is told elsewhere once its lines are in the store. */
  void ended(Throwable failure) {
    if (lines != null) {
      lines.addFailure(failure);
    }
  }

  /** Lines of this moment; the store gets them on the own thread, one object after the other. */
  private synchronized void put() {
    ProgramLog attempt = current;
    if (lines != null && attempt != null) {
      byte[] bytes = lines.bytes();
      thread.execute(() -> put(attempt, bytes));
    }
  }

  private void put(ProgramLog attempt, byte[] bytes) {
    try {
      attempt.put(store, bytes);
    } catch (RuntimeException e) {
      LOG.warn("log lines could not be kept at {}", attempt.key(), e);
    }
  }

  @Override
  public void close() {
    put();
    thread.shutdown();
    Duration most = stop.raised() ? MOST_AT_STOP : MOST_AT_END;
    try {
      if (!thread.awaitTermination(most.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("the last log lines are not in the store: it did not answer within {}", most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
