package realign.batch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.ProgramLog;
import realign.spec.ProblemException;
import realign.store.ObjectStore;

/**
 * Brings this process's log lines to the store every few minutes and when an attempt ends, so that
 * they outlive its pod. A failure to do so is not worth a run.
 */
final class AttemptLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(3);

  private final ObjectStore store;
  private final String run;
  private final @Nullable RecentLines lines;
  private final ScheduledExecutorService thread;

  /** The attempt that the lines belong to; null before the first. */
  private @Nullable ProgramLog current;

  /**
   * @param lines null where nothing is to be kept
   */
  AttemptLog(ObjectStore store, String run, @Nullable RecentLines lines) {
    this.store = store;
    this.run = run;
    this.lines = lines;
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

  /** The attempt ends by this failure, which nobody has logged yet. */
  void ended(Throwable failure) {
    if (lines == null) {
      return;
    }
    if (failure instanceof ProblemException) {
      LOG.error("ends: {}", failure.getMessage());
    } else {
      LOG.error("ends", failure);
    }
  }

  private synchronized void put() {
    ProgramLog attempt = current;
    if (lines == null || attempt == null) {
      return;
    }
    try {
      attempt.put(store, lines.bytes());
    } catch (RuntimeException e) {
      LOG.warn("log lines could not be kept at {}", attempt.key(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    put();
  }
}
