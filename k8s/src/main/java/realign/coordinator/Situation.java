package realign.coordinator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import realign.cluster.JobView;
import realign.cluster.PodView;
import realign.log.ScopeView;
import realign.render.Labels;
import realign.render.Phase;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * All that a decision is made from.
 *
 * @param jobs all Jobs of the run but its coordinators
 * @param pods pods of these Jobs that are still there
 * @param scopes what the log of each scope says, by its name
 * @param stopped the mark of a person who stopped the run, or null
 * @param overdue whether the deadline of the night has come
 * @param commits when each scope last committed something; those are missing that never did
 * @param recoveries how many pods may be killed one after the other without a commit
 */
record Situation(
    String run,
    RunSpec spec,
    List<JobView> jobs,
    List<PodView> pods,
    Map<String, ScopeView.State> scopes,
    @Nullable StopMark stopped,
    boolean overdue,
    Map<String, Instant> commits,
    int recoveries) {

  Situation {
    scopes = Map.copyOf(scopes);
    commits = Map.copyOf(commits);
    jobs =
        jobs.stream()
            .filter(job -> !job.component().equals(Labels.COORDINATOR) && !job.name().equals(run))
            .toList();
    pods = List.copyOf(pods);
  }

  ScopeView.State state(String scope) {
    return scopes.getOrDefault(scope, ScopeView.State.NONE);
  }

  boolean isOpen(String scope) {
    return !isDone(scope) && !isAbandoned(scope);
  }

  boolean isDone(String scope) {
    return state(scope) == ScopeView.State.DONE;
  }

  boolean isAbandoned(String scope) {
    return state(scope) == ScopeView.State.ABANDONED;
  }

  /** Names of scopes in the order of the run. */
  List<String> names(Predicate<Scope> which) {
    return Scope.of(spec).stream().filter(which).map(Scope::name).toList();
  }

  List<Phase> phases() {
    return Phase.of(spec, this::isOpen);
  }

  List<JobView> unfinished() {
    return jobs.stream().filter(job -> !job.hasEnded()).toList();
  }

  /** Jobs that failed and whose scopes are not settled yet. */
  List<WorkJob> failed() {
    return jobs.stream()
        .filter(job -> job.state() == JobView.State.FAILED)
        .map(this::workJob)
        .filter(job -> job.scopes().stream().anyMatch(this::isOpen))
        .toList();
  }

  List<WorkJob> working() {
    return unfinished().stream().map(this::workJob).toList();
  }

  Optional<WorkJob> jobOf(Phase phase) {
    String name = Labels.job(run, phase.name());
    return jobs.stream().filter(job -> job.name().equals(name)).map(this::workJob).findFirst();
  }

  private WorkJob workJob(JobView job) {
    return new WorkJob(job, pods.stream().filter(p -> p.job().equals(job.name())).toList());
  }
}
