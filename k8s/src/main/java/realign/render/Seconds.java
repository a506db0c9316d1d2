package realign.render;

import java.time.Duration;

/** Times as Kubernetes wants them: whole seconds, at least one. */
final class Seconds {
  private Seconds() {}

  static long of(Duration time) {
    return Math.max(1, time.plusMillis(999).toSeconds());
  }

  /** The same where Kubernetes has room for 68 years alone. */
  static int small(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, of(time));
  }
}
