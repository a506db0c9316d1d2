package realign.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import realign.coordinator.Nights;
import realign.coordinator.Schedules;
import realign.log.ScopeHead;
import realign.log.ScopeView.DoneSummary;
import realign.spec.ProblemException;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** When a run of the store last came to its end: a nightly run that was skipped says nothing. */
record History(ObjectStore store, Instant now) {

  /** A cluster may be slow to begin a night. */
  private static final Duration MAY_BE_LATE = Duration.ofHours(1);

  private static final int MOST_MISSED = 7;

  private record Ended(String run, Instant time) {}

  List<Finding> findings() {
    List<String> runs;
    try {
      runs = new Runs(store).names();
    } catch (StoreException e) {
      return List.of(StoreExam.failed("runs", e));
    }
    List<Finding> findings = new ArrayList<>();
    if (!runs.isEmpty()) {
      findings.add(lastOf("last finished run", runs));
    }
    new Schedules(store).newest().forEach(schedule -> findings.add(nights(schedule, runs)));
    return findings;
  }

  private Finding lastOf(String what, List<String> runs) {
    return last(runs)
        .map(ended -> Finding.ok(what, text(ended)))
        .orElse(Finding.ok(what, "none of " + runs.size() + " runs yet"));
  }

  private Optional<Ended> last(List<String> runs) {
    return runs.stream().flatMap(this::ended).max(Comparator.comparing(Ended::time));
  }

  /** Who suspended a schedule knows why nights are missing; nobody else is told by silence. */
  private Finding nights(Schedules.Published schedule, List<String> runs) {
    String what = "schedule " + schedule.name();
    List<Instant> missed =
        new Nights(schedule.name(), schedule.timing())
            .missed(
                runs,
                new Schedules(store).skipped(schedule.name()),
                schedule.published(),
                now.minus(MAY_BE_LATE),
                MOST_MISSED);
    List<String> own =
        runs.stream().filter(run -> Nights.due(schedule.name(), run).isPresent()).toList();
    return missed.isEmpty()
        ? lastOf(what, own)
        : Finding.warn(
            what,
            last(own).map(ended -> "last success " + text(ended) + "; ").orElse("")
                + missing(missed),
            "Look at the CronJob " + schedule.name() + " (realign schedule ls) and its events");
  }

  private static String missing(List<Instant> missed) {
    return (missed.size() == 1 ? "the night of " : "the nights of ")
        + missed.stream().map(Instant::toString).collect(Collectors.joining(", "))
        + (missed.size() == MOST_MISSED ? " and perhaps more" : "")
        + " did not happen";
  }

  private String text(Ended ended) {
    return ended.run() + ", " + Amounts.duration(Duration.between(ended.time(), now)) + " ago";
  }

  /** A damaged run is for checkpoint verify to tell. */
  private Stream<Ended> ended(String run) {
    try {
      DoneSummary done = ScopeHead.read(store, run, StoredReport.SCOPE).done();
      return done == null ? Stream.empty() : Stream.of(new Ended(run, done.time()));
    } catch (ProblemException | StoreException e) {
      return Stream.empty();
    }
  }
}
