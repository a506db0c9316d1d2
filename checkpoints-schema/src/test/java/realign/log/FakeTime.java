package realign.log;

import java.time.Duration;
import java.time.Instant;

/** Clocks that go forward only when somebody sleeps, which takes no time. */
final class FakeTime implements Time {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos = 1;
  private long sleeps;
  private Runnable onSleep = () -> {};

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public void sleep(Duration duration) {
    Runnable action = pass(duration);
    action.run();
  }

  private synchronized Runnable pass(Duration duration) {
    advance(duration);
    sleeps++;
    return onSleep;
  }

  synchronized void advance(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  synchronized long sleeps() {
    return sleeps;
  }

  /** What the world does while somebody sleeps. */
  synchronized void onSleep(Runnable action) {
    onSleep = action;
  }
}
