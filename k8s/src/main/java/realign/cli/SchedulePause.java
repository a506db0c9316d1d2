package realign.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.spec.ExitCode;

/** What pausing a schedule and letting it go on have in common. */
abstract class SchedulePause implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "Schedule; see realign schedule ls.")
  private String name = "";

  private final Surroundings surroundings;
  private final boolean suspended;

  SchedulePause(Surroundings surroundings, boolean suspended) {
    this.surroundings = surroundings;
    this.suspended = suspended;
  }

  @Override
  public Integer call() {
    try (KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).require(target.read(surroundings))) {
      new CronJobs(cluster).suspend(name, suspended);
    }
    new Talk(surroundings, common)
        .say(
            suspended
                ? "suspended " + name + "; a night that is under way goes on: realign stop RUN"
                : "resumed " + name);
    return ExitCode.DONE.number();
  }
}
