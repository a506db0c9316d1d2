package realign.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import realign.cluster.Cluster;
import realign.cluster.ClusterOptions;
import realign.cluster.Clusters;
import realign.coordinator.Ending;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
import realign.spec.RunId;
import realign.spec.Target;
import realign.store.ObjectStore;

/**
 * {@code realign coordinate}: what runs in a coordinator's pod. Nothing is lost when it is killed:
 * all that it knows is in logs and cluster.
 */
@Command(
    name = "coordinate",
    hidden = true,
    description = {
      "Bring a run forward in a cluster: what the pod of a coordinator runs.",
      "Ends with the verdict of the gate; at SIGTERM at once with 75, and another goes on."
    })
final class CoordinateCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();
  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(names = "--run", paramLabel = "ID", required = true, description = "Run id.")
  private String run = "";

  @Option(
      names = "--schedule",
      paramLabel = "NAME/VERSION",
      description = "The schedule that began the run, with whose spec it begins.")
  private @Nullable String schedule;

  @Option(names = "--no-reuse", description = "Compute all again.")
  private boolean noReuse;

  private final Surroundings surroundings;
  private final @Nullable ClusterFinder finder;
  private final Consumer<Duration> pause;

  CoordinateCommand(Surroundings surroundings) {
    this(surroundings, null, time -> LockSupport.parkNanos(time.toNanos()));
  }

  /** In a cluster of the caller's, or one that is found as the options say. */
  CoordinateCommand(
      Surroundings surroundings, @Nullable ClusterFinder finder, Consumer<Duration> pause) {
    this.surroundings = surroundings;
    this.finder = finder;
    this.pause = pause;
  }

  @Override
  public Integer call() {
    LastWords words = LastWords.of(surroundings);
    SignalForwarding atTerm = SignalForwarding.atTerm(() -> endAtOnce(words));
    try {
      Ending ending = coordinate();
      words.say(ending);
      new Talk(surroundings, common).say(run + " ends: " + ending.sentence());
      return ending.exit().number();
    } catch (RuntimeException failure) {
      words.say(failure);
      throw failure;
    } finally {
      atTerm.close();
    }
  }

  private static void endAtOnce(LastWords words) {
    words.say(Ending.known(ExitCode.PREEMPTED, "told to stop; another coordinator goes on"));
    Runtime.getRuntime().halt(ExitCode.PREEMPTED.number());
  }

  private Ending coordinate() {
    Target where = target.read(surroundings).value();
    String id = new RunId(run).text();
    try (ObjectStore store = Stores.open(surroundings, where);
        Cluster cluster = cluster(where)) {
      return new Coordination(
              surroundings,
              new Talk(surroundings, common),
              common.verbose,
              work.folder(surroundings),
              where,
              store,
              cluster,
              id,
              schedule,
              !noReuse,
              pause)
          .toTheEnd();
    }
  }

  private Cluster cluster(Target where) {
    var placed = RunPlacement.cluster(where);
    return finder != null
        ? finder.find(placed)
        : Clusters.connect(
            options, surroundings.environment(), surroundings.directory(), placed.namespace());
  }
}
