package realign.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import realign.log.ScopeHead;
import realign.log.ScopeView.DoneSummary;
import realign.spec.ProblemException;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** When a run of the store last came to its end: a nightly run that was skipped says nothing. */
record History(ObjectStore store, Instant now) {

  private record Ended(String run, Instant time) {}

  List<Finding> findings() {
    List<String> runs;
    try {
      runs = new Runs(store).names();
    } catch (StoreException e) {
      return List.of(StoreExam.failed("runs", e));
    }
    if (runs.isEmpty()) {
      return List.of();
    }
    Optional<Ended> last =
        runs.stream().flatMap(this::ended).max(Comparator.comparing(Ended::time));
    return List.of(
        last.map(ended -> Finding.ok("last finished run", text(ended)))
            .orElse(Finding.ok("last finished run", "none of " + runs.size() + " runs yet")));
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
