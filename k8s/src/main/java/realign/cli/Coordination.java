package realign.cli;

import io.kubernetes.client.openapi.models.V1Job;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.cluster.Cluster;
import realign.cluster.JobView;
import realign.coordinator.Coordinator;
import realign.coordinator.Ending;
import realign.coordinator.Herald;
import realign.coordinator.StopMark;
import realign.render.Owner;
import realign.render.Phase;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
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

  /** Returns when the run goes no further; whoever should know has been told then. */
  Ending toTheEnd() {
    Night night = Night.of(store, run, schedule);
    Herald herald = herald(night);
    try {
      ResolvedSpec spec = night.spec(work, inputs());
      List<Instant> missed = night.missed();
      herald.tryToTellMissed(missed);
      takeFromEarlierRuns(spec);
      Ending ending = coordinator(spec).run();
      herald.tell(ending);
      herald.tellMissed(missed);
      return ending;
    } catch (ProblemException failure) {
      tell(herald, failure.exitCode(), failure);
      throw failure;
    } catch (StoreException failure) {
      tell(herald, failure.exitCode(), failure);
      throw failure;
    }
  }

  private void tell(Herald herald, ExitCode exit, RuntimeException failure) {
    boolean another = exit == ExitCode.PREEMPTED || exit == ExitCode.HELD;
    boolean nothing = exit == ExitCode.NOT_FOUND && schedule == null;
    if (!another && !nothing) {
      herald.tell(Ending.failed(exit, String.valueOf(failure.getMessage())));
    }
  }

  private FetchedInputs inputs() {
    return new FetchedInputs(work.resolve("inputs"), target.s3(), talk::say);
  }

  private Herald herald(Night night) {
    return Herald.of(
        RunPlacement.cluster(target).notify_(),
        surroundings.variable(Herald.WEBHOOK),
        store,
        run,
        night.schedule(),
        surroundings.clock(),
        pause);
  }

  /** Before any Job works on the run: a later coordinator finds what was taken. */
  private void takeFromEarlierRuns(ResolvedSpec spec) {
    boolean begun = cluster.jobs(run).stream().anyMatch(job -> !job.name().equals(run));
    if (reuse && !begun && StopMark.find(store, run).isEmpty()) {
      new Reuse(surroundings, talk, work, verbose).of(store, run, spec.spec(), target);
    }
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
        schedule == null ? null : RunPlacement.cluster(target).deadline(),
        surroundings.clock(),
        pause);
  }

  private Function<Phase, V1Job> jobs(ResolvedSpec spec) {
    RunObjects objects = new RunObjects(new RunPlacement(run, spec.identity(), target, schedule));
    return phase -> objects.work(phase, reuse, owner());
  }

  /** Null where a person coordinates from outside. */
  private @Nullable Owner owner() {
    return cluster.jobs(run).stream()
        .filter(job -> job.name().equals(run))
        .map(JobView::uid)
        .map(uid -> new Owner(run, uid))
        .findFirst()
        .orElse(null);
  }
}
