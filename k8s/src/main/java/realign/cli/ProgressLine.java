package realign.cli;

import java.time.Duration;

/** A moment of a stage in one line. Not for deciding when to print it. */
final class ProgressLine {
  private ProgressLine() {}

  /** {@code align-000 align 1240/4000 31% loss 0.412 ckpt 1238 (4s ago) eta 18m}. */
  static String of(Event.Progress progress) {
    return progress.scope()
        + " "
        + progress.stage()
        + " "
        + progress.position()
        + "/"
        + progress.size()
        + percent(progress)
        + tail(progress);
  }

  /** What follows the bar: numbers, checkpoint, expected rest. */
  static String tail(Event.Progress progress) {
    StringBuilder tail = new StringBuilder();
    if (!progress.text().isEmpty()) {
      tail.append(' ').append(progress.text());
    }
    if (progress.committed() != null) {
      tail.append(" ckpt ").append(progress.committed());
      if (progress.committedAgoMs() != null) {
        tail.append(" (").append(duration(progress.committedAgoMs())).append(" ago)");
      }
    }
    if (progress.etaMs() != null && !progress.complete()) {
      tail.append(" eta ").append(duration(progress.etaMs()));
    }
    return tail.toString();
  }

  private static String percent(Event.Progress progress) {
    return progress.size() <= 0 ? "" : " " + 100 * progress.position() / progress.size() + "%";
  }

  private static String duration(long milliseconds) {
    return Amounts.duration(Duration.ofMillis(milliseconds));
  }
}
