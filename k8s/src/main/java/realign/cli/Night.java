package realign.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.cluster.Cluster;
import realign.cluster.JobView;
import realign.coordinator.Nights;
import realign.coordinator.Schedules;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.store.ObjectStore;

/**
 * A run that is brought forward in a cluster, with the schedule that may have begun it.
 *
 * @param schedule name of the schedule, or null
 * @param version version of it, or null
 */
record Night(ObjectStore store, String run, @Nullable String schedule, @Nullable String version) {
  private static final Pattern FORM = Pattern.compile("([^/]+)/([^/]+)");

  /** More than are told; an outage of a month is one outage. */
  private static final int MOST_MISSED = 31;

  /**
   * The night of a run.
   *
   * @param schedule {@code NAME/VERSION}, or null
   */
  static Night of(ObjectStore store, String run, @Nullable String schedule) {
    if (schedule == null) {
      return new Night(store, run, null, null);
    }
    Matcher parts = FORM.matcher(schedule);
    if (!parts.matches()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-790",
              "--schedule",
              schedule,
              "must be NAME/VERSION",
              "Give both, as the CronJob"));
    }
    return new Night(store, run, parts.group(1), parts.group(2));
  }

  /** The run's spec; a night that is not there yet begins with that of its schedule. */
  ResolvedSpec spec(Path work, InputFetcher inputs) {
    Runs runs = new Runs(store);
    if (schedule == null || version == null || runs.exists(run)) {
      return runs.require(run);
    }
    var spec = new Schedules(store).spec(schedule, version);
    // two coordinators of one night may have found inputs that changed meanwhile: the first counts
    return runs.begin(run, ResolvedSpec.resolve(spec, work, new ContentDigest(), inputs));
  }

  /** Nights before this one that did not happen; none for a run that is no night. */
  List<Instant> missed() {
    if (schedule == null || version == null) {
      return List.of();
    }
    Optional<Instant> due = Nights.due(schedule, run);
    Optional<Schedules.Published> published = new Schedules(store).find(schedule, version);
    return due.isEmpty() || published.isEmpty()
        ? List.of()
        : new Nights(schedule, published.get().timing())
            .missed(
                new Runs(store).names(),
                new Schedules(store).skipped(schedule),
                published.get().published(),
                due.get(),
                MOST_MISSED);
  }

  /**
   * The run to which this night gives way: {@code Forbid} does not see those that a person began. A
   * night that has begun goes on.
   */
  Optional<String> givesWayTo(Cluster cluster) {
    if (schedule == null || Nights.due(schedule, run).isEmpty() || new Runs(store).exists(run)) {
      return Optional.empty();
    }
    List<JobView> underWay = cluster.nights(schedule);
    Instant since =
        underWay.stream()
            .filter(job -> job.name().equals(run))
            .map(JobView::created)
            .findFirst()
            .orElse(Instant.MAX);
    return underWay.stream()
        .filter(other -> !other.name().equals(run) && other.state() == JobView.State.ACTIVE)
        .filter(other -> !other.created().isAfter(since))
        .map(JobView::name)
        .findFirst();
  }

  /** Notes that it gave way, so that nobody takes it for missed. */
  boolean skip(String other, Instant now) {
    return new Schedules(store).skip(Objects.requireNonNull(schedule), run, other, now);
  }
}
