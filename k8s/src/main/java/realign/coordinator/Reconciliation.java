package realign.coordinator;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import realign.cluster.JobView;
import realign.render.Phase;
import realign.spec.ExitCode;
import realign.spec.Scope;

/**
 * Decides what comes next in a run, from the cluster and the logs alone: whoever asks, and however
 * often, what was decided before is found done and not decided again. Not for doing it: see {@link
 * Coordinator}.
 */
final class Reconciliation {
  private static final String LOAD = "load";
  private static final String REPORT = "report";

  private final Situation now;

  private Reconciliation(Situation now) {
    this.now = now;
  }

  /** What has to be done next. */
  static Decision next(Situation now) {
    return new Reconciliation(now).next();
  }

  /** The order decides: an end that was reached stands, whoever stops the run afterwards. */
  private Decision next() {
    return Stream.<Supplier<Optional<Decision>>>of(
            this::concluded,
            this::abandonedByPerson,
            this::stopped,
            this::overdue,
            this::cellsWithoutAlignment,
            this::failed,
            this::dying,
            this::unfinished)
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(this::nextPhase);
  }

  private Optional<Decision> concluded() {
    boolean ended = now.names(scope -> true).stream().noneMatch(now::isOpen);
    return ended && now.isDone(REPORT)
        ? Optional.of(new Decision.Conclude(now.names(s -> now.isAbandoned(s.name()))))
        : Optional.empty();
  }

  /** A coordinator never gives these two up, and nothing can be made without them. */
  private Optional<Decision> abandonedByPerson() {
    return now.isAbandoned(LOAD) || now.isAbandoned(REPORT)
        ? end(Ending.known(ExitCode.NOT_FOUND, "the run was abandoned"))
        : Optional.empty();
  }

  private Optional<Decision> stopped() {
    return Optional.ofNullable(now.stopped())
        .map(mark -> endWithout(Ending.known(ExitCode.DONE, "stopped by " + mark.by())));
  }

  private Optional<Decision> overdue() {
    return now.overdue()
        ? Optional.of(endWithout(Ending.of(ExitCode.BUDGET, "the night's deadline has come")))
        : Optional.empty();
  }

  private Decision endWithout(Ending ending) {
    List<String> running =
        now.unfinished().stream()
            .filter(job -> job.state() != JobView.State.SUSPENDED)
            .map(JobView::name)
            .toList();
    return new Decision.End(ending, running);
  }

  private Optional<Decision> cellsWithoutAlignment() {
    Map<String, String> reasons = new TreeMap<>();
    for (Scope scope : Scope.of(now.spec())) {
      if (scope instanceof Scope.Cell cell
          && now.isOpen(cell.name())
          && now.isAbandoned(cell.alignment().name())) {
        reasons.put(cell.name(), "alignment " + cell.alignment().name() + " failed");
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(new Decision.Abandon(reasons));
  }

  private Optional<Decision> failed() {
    return now.failed().stream().map(this::failed).findFirst();
  }

  /**
   * Scopes are given up only where each open one failed by itself, a pod says why, and others of
   * its kind stand: giving up is for good, and an end without it can be taken up by {@code realign
   * restart}.
   */
  private Decision failed(WorkJob job) {
    List<String> open = job.scopes().stream().filter(now::isOpen).toList();
    Map<String, Failure> failures = job.failures();
    failures.keySet().retainAll(open);
    Optional<Failure> surroundings =
        failures.values().stream()
            .filter(Failure::isOfTheSurroundings)
            .min(Comparator.comparing(Reconciliation::rank));
    Failure whole = job.failure();
    Optional<Failure> outage =
        (failures.isEmpty() ? Optional.of(whole) : surroundings).filter(Failure::isOutage);
    Optional<Phase> again = again(job).filter(phase -> whole.exit() != ExitCode.BUDGET);
    if (outage.isPresent() && again.isPresent()) {
      return recreate(again.get(), job); // the store answered just now
    }
    if (surroundings.isPresent()) {
      return new Decision.End(surroundings.get().ending());
    }
    boolean eachByItself =
        failures.keySet().containsAll(open)
            && failures.values().stream().allMatch(Failure::explained);
    if (whole.exit() == ExitCode.BUDGET || !eachByItself || nothingStands(open)) {
      return new Decision.End(whole.ending());
    }
    return new Decision.Abandon(
        open.stream()
            .collect(
                Collectors.toMap(
                    scope -> scope,
                    scope -> Objects.requireNonNull(failures.get(scope)).sentence())));
  }

  /** Of several failures that one which another try does not mend. */
  private static int rank(Failure failure) {
    if (failure.exit() == ExitCode.BUDGET) {
      return 0;
    }
    return failure.isOutage() ? 2 : 1;
  }

  /** The phase for which a Job may be created once more. */
  private Optional<Phase> again(WorkJob job) {
    return now.phases().stream()
        .limit(1)
        .filter(phase -> job.creation() < WorkJob.MOST_CREATIONS)
        .filter(phase -> now.jobOf(phase).filter(job::equals).isPresent())
        .findFirst();
  }

  private static Decision recreate(Phase phase, WorkJob job) {
    return new Decision.Recreate(phase, job.name(), job.view().uid(), job.creation() + 1);
  }

  private boolean nothingStands(List<String> failed) {
    return nothingStands(failed, now.names(Scope.Align.class::isInstance))
        || nothingStands(failed, now.names(Scope.Cell.class::isInstance));
  }

  private boolean nothingStands(List<String> failed, List<String> kind) {
    return kind.stream().anyMatch(failed::contains) && kind.stream().noneMatch(now::isDone);
  }

  private Optional<Decision> dying() {
    return now.working().stream()
        .flatMap(job -> new DyingJob(job, now).decision(this::nothingStands).stream())
        .findFirst();
  }

  private Optional<Decision> unfinished() {
    List<JobView> unfinished = now.unfinished();
    return unfinished.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Decision.Wait(
                unfinished.stream()
                    .map(Reconciliation::standing)
                    .collect(Collectors.joining("; "))));
  }

  private static String standing(JobView job) {
    if (job.state() != JobView.State.SUSPENDED) {
      return "job " + job.name() + " is at work";
    }
    return job.queue().isEmpty()
        ? "job " + job.name() + " is suspended"
        : "job " + job.name() + " waits for queue " + job.queue();
  }

  private Decision nextPhase() {
    Phase phase = now.phases().get(0);
    Optional<WorkJob> before = now.jobOf(phase);
    if (before.isEmpty()) {
      return new Decision.Create(phase, 1);
    }
    WorkJob job = before.get();
    if (job.creation() >= WorkJob.MOST_CREATIONS) {
      return new Decision.End(
          Ending.of(
              ExitCode.FAILED,
              "job %s ended %d times and left %s open"
                  .formatted(job.name(), job.creation(), String.join(", ", phase.scopes()))));
    }
    return recreate(phase, job);
  }

  private static Optional<Decision> end(Ending ending) {
    return Optional.of(new Decision.End(ending));
  }
}
