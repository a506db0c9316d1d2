package realign.cli;

import io.kubernetes.client.openapi.models.V1Job;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.cluster.Cluster;
import realign.cluster.ClusterException;
import realign.cluster.JobView;
import realign.coordinator.Coordinator;
import realign.coordinator.Ending;
import realign.coordinator.Herald;
import realign.coordinator.Patience;
import realign.coordinator.ScheduleInputs;
import realign.coordinator.StopMark;
import realign.render.Owner;
import realign.render.Phase;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.Target;
import realign.store.FetchedInputs;
import realign.store.ObjectStore;
import realign.store.StoreException;

/**
 * All that a coordinator's pod does for its run, from its spec to its last notice. Not for what
 * comes next in the run: see {@link Coordinator}.
 *
 * @param schedule {@code NAME/VERSION}, or null
 * @param reuse whether what earlier runs found is taken
 */
record Coordination(
    Surroundings surroundings,
    Talk talk,
    boolean verbose,
    Path work,
    Target target,
    ObjectStore store,
    Cluster cluster,
    String run,
    @Nullable String schedule,
    boolean reuse,
    Consumer<Duration> pause) {
  /** Variable of a pod that holds the uid of its Job. */
  private static final String JOB_UID = "REALIGN_JOB_UID";

  /** Returns when the run goes no further; whoever should know has been told then. */
  Ending toTheEnd() {
    Night night = Night.of(store, run, schedule);
    Herald herald = herald(night);
    Patience patience = new Patience(pause);
    try {
      Optional<String> other = patience.of(() -> night.givesWayTo(cluster));
      if (other.isPresent()) {
        return skipped(night, other.get(), patience);
      }
      ResolvedSpec spec = patience.of(() -> night.spec(work, inputs(night)));
      List<Instant> missed = patience.of(night::missed);
      herald.tryToTellMissed(missed);
      patience.of(() -> takeFromEarlierRuns(spec));
      Ending ending = coordinator(spec).run();
      herald.tell(ending);
      herald.tellMissed(missed);
      return ending;
    } catch (RuntimeException failure) {
      failed(herald, exit(failure), failure);
      throw failure;
    }
  }

  /** A store that does not take the note lets the night look missed, which is no failure. */
  private Ending skipped(Night night, String other, Patience patience) {
    try {
      patience.of(() -> night.skip(other, surroundings.clock().instant()));
    } catch (StoreException refused) {
      talk.say(talk.note("warn", "this night will be called missed: " + refused.words()));
    }
    return Ending.known(ExitCode.DONE, "skipped, since " + other + " of its schedule is under way");
  }

  private OwnJob own() {
    return new OwnJob(cluster, run, placed());
  }

  private static ExitCode exit(RuntimeException failure) {
    if (failure instanceof ProblemException problem) {
      return problem.exitCode();
    }
    return failure instanceof StoreException store ? store.exitCode() : ExitCode.FAILED;
  }

  /** The last coordinator leaves nothing at work, and says so. */
  private void failed(Herald herald, ExitCode exit, RuntimeException failure) {
    boolean nothing = exit == ExitCode.NOT_FOUND && schedule == null;
    if (!nothing && !own().isTriedAgain(exit)) {
      suspendWork();
      herald.tell(Ending.failed(exit, words(failure)));
    }
  }

  private static String words(RuntimeException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private void suspendWork() {
    try {
      cluster.jobs(run).stream()
          .filter(job -> !job.name().equals(run) && job.state() == JobView.State.ACTIVE)
          .forEach(job -> cluster.suspend(job.name(), true));
    } catch (ClusterException refused) {
      talk.say(talk.note("warn", "its Jobs may run on: " + refused.getMessage()));
    }
  }

  private ClusterTarget placed() {
    return RunPlacement.cluster(target);
  }

  private InputFetcher inputs(Night night) {
    FetchedInputs fetched = new FetchedInputs(work.resolve("inputs"), target.s3(), talk::say);
    return night.schedule() == null
        ? fetched
        : new ScheduleInputs(store, night.schedule(), fetched);
  }

  private Herald herald(Night night) {
    return Herald.of(
        placed().notify_(),
        surroundings.variable(Herald.WEBHOOK),
        store,
        run,
        surroundings.variable(JOB_UID),
        night.schedule(),
        surroundings.clock(),
        pause);
  }

  /** Before any Job works on the run: a later coordinator finds what was taken. */
  private boolean takeFromEarlierRuns(ResolvedSpec spec) {
    boolean begun = cluster.jobs(run).stream().anyMatch(job -> !job.name().equals(run));
    if (reuse && !begun && StopMark.find(store, run).isEmpty()) {
      new Reuse(surroundings, talk, work, verbose).of(store, run, spec.spec(), target);
      return true;
    }
    return false;
  }

  private Coordinator coordinator(ResolvedSpec spec) {
    return new Coordinator(
        store,
        cluster,
        run,
        spec,
        target,
        VersionCommand.version(),
        jobs(spec),
        schedule == null ? null : placed().deadline(),
        surroundings.clock(),
        pause);
  }

  private Function<Phase, V1Job> jobs(ResolvedSpec spec) {
    RunObjects objects = new RunObjects(new RunPlacement(run, spec.identity(), target, schedule));
    return phase ->
        own()
            .find()
            .map(job -> work(objects, phase, job))
            .orElseGet(() -> objects.work(phase, reuse, null));
  }

  private V1Job work(RunObjects objects, Phase phase, JobView own) {
    Duration gone = Duration.between(Coordinator.begun(own), surroundings.clock().instant());
    Duration remaining = placed().deadline().minus(gone);
    return objects.work(phase, reuse, new Owner(run, own.uid()), remaining);
  }
}
