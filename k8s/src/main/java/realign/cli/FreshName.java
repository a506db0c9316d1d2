package realign.cli;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import realign.spec.RunId;

/** Run ids of {@code --fresh}: {@code NAME-YYMMDDHHMMSS} in UTC, 40 signs for the longest name. */
final class FreshName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);

  private FreshName() {}

  static RunId of(String name, Clock clock) {
    return new RunId(name + "-" + TIME.format(clock.instant()));
  }

  /** Whether a run of a spec of that name has such an id. */
  static boolean isOf(String name, String run) {
    return run.startsWith(name + "-") && run.substring(name.length() + 1).matches("[0-9]{12}");
  }
}
