package realign.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.result.Score;

/** Numbers as the report writes them, in every form and in every locale the same. */
final class Numbers {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What stands where nothing was measured. */
  static final String ABSENT = "–";

  private Numbers() {}

  static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String value(@Nullable Score score) {
    return score == null ? ABSENT : one(score.value());
  }

  static String interval(@Nullable Score score) {
    return score == null ? "" : one(score.low()) + " – " + one(score.high());
  }

  /** Four significant digits. */
  static String significant(@Nullable Double value) {
    if (value == null) {
      return ABSENT;
    }
    double size = Math.abs(value);
    if (size != 0 && (size >= 1e6 || size < 1e-3)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int decimals = size == 0 ? 1 : Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String time(@Nullable Instant time) {
    return time == null ? ABSENT : MINUTE.format(time);
  }

  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
