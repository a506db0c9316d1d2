package realign.coordinator;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The nights of a schedule, by the names of its runs: the cluster calls a night's Job after the
 * schedule and the minute for which it was due, counted from 1970. Runs that a person began between
 * the nights are none.
 */
public record Nights(String schedule, Timing timing) {
  private static final Pattern NIGHT = Pattern.compile("(.+)-([0-9]{7,9})");

  /** When a run was due, or empty when it is no night of the schedule. */
  public static Optional<Instant> due(String schedule, String run) {
    Matcher night = NIGHT.matcher(run);
    return night.matches() && night.group(1).equals(schedule)
        ? Optional.of(Instant.EPOCH.plus(Duration.ofMinutes(Long.parseLong(night.group(2)))))
        : Optional.empty();
  }

  /** Name of the schedule whose night a run is by its name, or empty. */
  static Optional<String> scheduleOf(String run) {
    Matcher night = NIGHT.matcher(run);
    return night.matches() ? Optional.of(night.group(1)) : Optional.empty();
  }

  /**
   * Nights that were due after the last one that has a run, and have none, though nothing was in
   * their way.
   *
   * @param runs names of all runs
   * @param skipped names of nights that gave way to another run of the schedule
   * @param since when the schedule began to have these times; none is missed before
   * @param before nights that are due then or later do not count
   * @param most where to stop
   */
  public List<Instant> missed(
      Collection<String> runs,
      Collection<String> skipped,
      Instant since,
      Instant before,
      int most) {
    Instant last =
        runs.stream()
            .flatMap(run -> due(schedule, run).stream())
            .filter(due -> due.isBefore(before) && due.isAfter(since))
            .max(Comparator.naturalOrder())
            .orElse(since);
    Set<Instant> gaveWay =
        skipped.stream().flatMap(run -> due(schedule, run).stream()).collect(Collectors.toSet());
    return timing.between(last, before, most + gaveWay.size()).stream()
        .filter(due -> !gaveWay.contains(due))
        .limit(most)
        .toList();
  }
}
