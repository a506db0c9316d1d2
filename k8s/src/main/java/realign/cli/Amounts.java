package realign.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: durations, bytes, counts. Not for machines. */
final class Amounts {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Amounts() {}

  /** The two largest units: {@code 42s}, {@code 18m}, {@code 3h05m}, {@code 2d04h}. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      long rest = seconds % 60;
      return seconds < 600 && rest > 0
          ? format("%dm%02ds", seconds / 60, rest)
          : seconds / 60 + "m";
    }
    long hours = seconds / 3600;
    return hours < 24
        ? format("%dh%02dm", hours, seconds % 3600 / 60)
        : format("%dd%02dh", hours / 24, hours % 24);
  }

  /** Three digits or more: {@code 84.2 ms}, {@code 6120 ms}. */
  static String millis(double millis) {
    return format(millis < 1000 ? "%.1f ms" : "%.0f ms", millis);
  }

  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return format(unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, BINARY[unit]);
  }

  static String count(long count) {
    return format("%,d", count);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
