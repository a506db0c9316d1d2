package realign.batch;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides when progress is told, and forecasts the rest from the items done by this process. */
final class ProgressMeter {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private final long firstPosition;
  private final long firstNanos;
  private long lastNanos;

  ProgressMeter(long position, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.firstPosition = position;
    this.firstNanos = nanoTime.getAsLong();
    this.lastNanos = firstNanos - PAUSE_NANOS;
  }

  /** Whether a second has gone by since the last time that this was so. */
  boolean due() {
    long now = nanoTime.getAsLong();
    if (now - lastNanos < PAUSE_NANOS) {
      return false;
    }
    lastNanos = now;
    return true;
  }

  /** Forecast of the rest, or null while nothing was done. */
  @Nullable Duration eta(long position, long size) {
    long done = position - firstPosition;
    if (done <= 0) {
      return null;
    }
    double perItem = (double) (nanoTime.getAsLong() - firstNanos) / done;
    return Duration.ofNanos((long) (perItem * (size - position)));
  }
}
