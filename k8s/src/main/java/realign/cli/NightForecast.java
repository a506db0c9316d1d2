package realign.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import realign.result.Circumstances;
import realign.result.ReportDocument;
import realign.store.ObjectStore;

/**
 * How long a night will take, by what the newest finished run of the same name took. Waiting for
 * nodes is not in it.
 *
 * @param run the run by which it goes
 * @param total time of all attempts of that run together
 * @param longest that of its longest scope, which no parallelism shortens
 */
record NightForecast(String run, Duration total, Duration longest) {
  /** Old runs tell no more than newer ones. */
  private static final int MOST_RUNS = 20;

  /** The forecast, or empty where no run of that name was computed as a whole. */
  static Optional<NightForecast> of(ObjectStore store, String name) {
    List<String> runs =
        new Runs(store)
            .names().stream()
                .filter(run -> run.equals(name) || run.startsWith(name + "-"))
                .sorted(Comparator.reverseOrder())
                .limit(MOST_RUNS)
                .toList();
    return runs.stream()
        .map(run -> StoredReport.find(store, run))
        .filter(Objects::nonNull)
        .map(StoredReport::document)
        .filter(report -> report.provenance().name().equals(name))
        .filter(report -> report.circumstances().copied().isEmpty())
        .max(Comparator.comparing(report -> report.circumstances().written()))
        .map(NightForecast::of);
  }

  private static NightForecast of(ReportDocument report) {
    Map<String, Duration> scopes = new HashMap<>();
    for (Circumstances.Attempt attempt : report.circumstances().attempts()) {
      scopes.merge(attempt.scope(), time(attempt), Duration::plus);
    }
    return new NightForecast(
        report.run(),
        scopes.values().stream().reduce(Duration.ZERO, Duration::plus),
        scopes.values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
  }

  /** One that died worked at least until its last commit. */
  private static Duration time(Circumstances.Attempt attempt) {
    Instant end = attempt.end() == null ? attempt.lastCommit() : attempt.end();
    return end == null ? Duration.ZERO : Duration.between(attempt.start(), end);
  }

  /** The shortest time with so many pods at once. */
  Duration with(int parallelism) {
    Duration shared = total.dividedBy(parallelism);
    return shared.compareTo(longest) > 0 ? shared : longest;
  }
}
