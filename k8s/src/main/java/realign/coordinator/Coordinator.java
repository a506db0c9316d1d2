package realign.coordinator;

import io.kubernetes.client.openapi.models.V1Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.cluster.Cluster;
import realign.cluster.ClusterException;
import realign.cluster.JobView;
import realign.log.FencedException;
import realign.log.ScopeHeldException;
import realign.render.Labels;
import realign.render.Phase;
import realign.spec.ExitCode;
import realign.spec.ResolvedSpec;
import realign.spec.Target;
import realign.store.ObjectStore;

/**
 * Brings one run to its end in a cluster. Keeps nothing: it may be killed at any instruction, and
 * there may be two of them, since a Job is created once by its name and a log has one writer. Not
 * for deciding: see {@link Reconciliation}.
 */
public final class Coordinator {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /** The store tells of no change by itself. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Left for the last checkpoints, the notice and the end, before the cluster ends all of it. */
  private static final Duration RESERVE = Duration.ofMinutes(3);

  /** Another coordinator's Job, or one that is being deleted, is seen before that. */
  private static final int MOST_TAKEN = 6;

  private final ObjectStore store;
  private final Cluster cluster;
  private final String run;
  private final ResolvedSpec spec;
  private final StoredScopes scopes;
  private final Function<Phase, V1Job> jobs;
  private final int recoveries;
  private final @Nullable Duration deadline;
  private final Clock clock;
  private final Patience patience;
  private String said = "";

  /** How often, one after the other, a Job that this run does not have could not be created. */
  private int taken;

  /**
   * A coordinator of one run.
   *
   * @param version of this program
   * @param jobs renders the Job of a phase
   * @param deadline how long after the creation of its own Job it gives up, or null
   * @param pause waits
   */
  public Coordinator(
      ObjectStore store,
      Cluster cluster,
      String run,
      ResolvedSpec spec,
      Target target,
      String version,
      Function<Phase, V1Job> jobs,
      @Nullable Duration deadline,
      Clock clock,
      Consumer<Duration> pause) {
    this.store = store;
    this.cluster = cluster;
    this.run = run;
    this.spec = spec;
    this.scopes = new StoredScopes(store, run, spec, target, version);
    this.recoveries = target.recoveriesWithoutProgress();
    this.jobs = jobs;
    this.deadline = deadline;
    this.clock = clock;
    this.patience = new Patience(pause);
  }

  /** Returns when the run has come to its end, or goes no further without a person. */
  public Ending run() {
    Optional<Ending> ending = Optional.empty();
    while (ending.isEmpty()) {
      ending = patience.of(this::step);
    }
    return ending.get();
  }

  /** One look, one decision, and what follows from it. */
  Optional<Ending> step() {
    Situation now = look();
    Decision decision = Reconciliation.next(now);
    say(decision);
    return act(decision, now);
  }

  /**
   * Jobs before logs: a Job that is seen to have ended has left all that it will. The mark last:
   * who stops a run sets it before suspending anything.
   */
  Situation look() {
    List<JobView> all = cluster.jobs(run);
    return new Situation(
        run,
        spec.spec(),
        all,
        cluster.pods(run),
        scopes.states(),
        StopMark.find(store, run).orElse(null),
        isOverdue(all),
        scopes.commits(),
        recoveries);
  }

  private boolean isOverdue(List<JobView> all) {
    return all.stream()
        .filter(job -> job.component().equals(Labels.COORDINATOR))
        .anyMatch(job -> isOverdue(begun(job)));
  }

  /** From when on the deadline of a coordinator's Job counts, as the cluster counts it. */
  public static Instant begun(JobView job) {
    return Objects.requireNonNullElse(job.started(), job.created());
  }

  private boolean isOverdue(Instant begun) {
    return deadline != null
        && !clock.instant().isBefore(begun.plus(deadline).minus(reserve(deadline)));
  }

  private static Duration reserve(Duration deadline) {
    Duration tenth = deadline.dividedBy(10);
    return tenth.compareTo(RESERVE) < 0 ? tenth : RESERVE;
  }

  private void say(Decision decision) {
    String words = decision.words();
    if (!words.equals(said)) {
      LOG.info("{}: {}", run, words);
      said = words;
    }
  }

  Optional<Ending> act(Decision decision, Situation now) {
    if (decision instanceof Decision.Create create) {
      return create(create.phase(), create.creation());
    } else if (decision instanceof Decision.Recreate again) {
      return recreate(again);
    } else if (decision instanceof Decision.Abandon abandon) {
      abandon(abandon, now);
    } else if (decision instanceof Decision.Remove remove) {
      cluster.delete(remove.job());
    } else if (decision instanceof Decision.Wait) {
      cluster.awaitChange(run, LOOK);
    } else if (decision instanceof Decision.Conclude conclude) {
      return Optional.of(scopes.ending(conclude.abandoned()));
    } else if (decision instanceof Decision.End end) {
      end.suspend().forEach(this::suspend);
      return Optional.of(end.ending());
    }
    return Optional.empty();
  }

  /** An end stands, whether or not a Job could be suspended: each has bounds of its own. */
  private void suspend(String job) {
    try {
      cluster.suspend(job, true);
    } catch (ClusterException refused) {
      LOG.warn("job {} could not be suspended: {}", job, refused.getMessage());
    }
  }

  private Optional<Ending> create(Phase phase, int creation) {
    boolean created = cluster.create(WorkJob.marked(jobs.apply(phase), creation));
    taken = created ? 0 : taken + 1;
    if (taken >= MOST_TAKEN) {
      return Optional.of(taken(Labels.job(run, phase.name())));
    }
    if (!created) {
      cluster.awaitChange(run, LOOK); // another coordinator's: it will be seen
    }
    return Optional.empty();
  }

  private static Ending taken(String job) {
    return Ending.of(
        ExitCode.INVALID,
        "job %s is there, but belongs to something else; delete it, or take another run id"
            .formatted(job));
  }

  private Optional<Ending> recreate(Decision.Recreate again) {
    boolean still = cluster.jobs(run).stream().anyMatch(job -> job.uid().equals(again.uid()));
    if (still) {
      cluster.delete(again.job());
    }
    return create(again.phase(), again.creation());
  }

  private void abandon(Decision.Abandon decision, Situation now) {
    Set<String> ended =
        now.jobs().stream().filter(JobView::hasEnded).map(JobView::uid).collect(Collectors.toSet());
    try {
      decision.reasons().forEach((scope, reason) -> scopes.abandon(scope, reason, ended));
    } catch (ScopeHeldException | FencedException held) {
      LOG.warn("{}: {}", run, held.getMessage());
      cluster.awaitChange(run, LOOK);
    }
  }
}
