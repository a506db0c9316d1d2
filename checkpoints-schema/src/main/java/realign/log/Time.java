package realign.log;

import java.time.Duration;
import java.time.Instant;

/** The clocks that the log reads, so that tests need not wait. */
interface Time {

  /** Time of day, for people. */
  Instant now();

  /** Nanoseconds of a clock that only goes forward, for waiting. */
  long nanoTime();

  /** Waits. */
  void sleep(Duration duration);

  /** The clocks of this machine. */
  static Time system() {
    return SystemTime.INSTANCE;
  }

  /** The clocks of this machine. */
  enum SystemTime implements Time {
    INSTANCE;

    @Override
    public Instant now() {
      return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      try {
        Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedWaitException(e);
      }
    }
  }
}
