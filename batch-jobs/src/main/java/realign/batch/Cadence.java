package realign.batch;

import java.time.Duration;
import java.util.function.LongSupplier;
import realign.spec.Target;

/** When a stage commits: after so many items or so much time, counted from the last commit. */
final class Cadence {
  private final int everySteps;
  private final long everyNanos;
  private final LongSupplier nanoTime;
  private long lastPosition;
  private long lastNanos;

  Cadence(Target.CheckpointPolicy policy, LongSupplier nanoTime) {
    this.everySteps = policy.everySteps();
    this.everyNanos = policy.every().toNanos();
    this.nanoTime = nanoTime;
  }

  /** A commit was made, or the stage was opened, at that position. */
  void committed(long position) {
    lastPosition = position;
    lastNanos = nanoTime.getAsLong();
  }

  /** Whether a commit is due. */
  boolean due(long position) {
    return position - lastPosition >= everySteps
        || (position > lastPosition && nanoTime.getAsLong() - lastNanos >= everyNanos);
  }

  /** Position of the last commit. */
  long lastPosition() {
    return lastPosition;
  }

  /** Time since the last commit. */
  Duration age() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastNanos);
  }
}
