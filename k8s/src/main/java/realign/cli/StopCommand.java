package realign.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.coordinator.StopMark;
import realign.spec.ExitCode;
import realign.spec.Reading;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign stop RUN}: nothing starts it again but {@code realign restart}. */
@Command(
    name = "stop",
    description = {
      "Stop a run in a cluster; its pods commit a checkpoint first.",
      "It stays stopped until realign restart RUN, whatever happens to pods and nodes."
    })
final class StopCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  private final Surroundings surroundings;

  StopCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where.value());
        KubernetesCluster cluster =
            new ClusterAccess(surroundings, clusterOptions).require(where)) {
      new Runs(store).require(run);
      mark(store);
      new RunStop(cluster, run, talk).toTheEnd();
      talk.say("next    realign restart " + run);
    }
    return ExitCode.DONE.number();
  }

  /** The mark first: a coordinator that looks from now on creates nothing. */
  private void mark(ObjectStore store) {
    if (StopMark.find(store, run).isEmpty()) {
      String user = surroundings.variable("USER");
      new StopMark(user == null ? "somebody" : user, surroundings.clock().instant())
          .set(store, run);
    }
  }
}
