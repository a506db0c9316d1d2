package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.coordinator.StopMark;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign restart RUN}: takes a stop back, or lets a run that failed go on. */
@Command(
    name = "restart",
    description = {
      "Let a run in a cluster go on that was stopped or has failed, from its last checkpoints.",
      "Where and how is what its Job says, unless --target says something else of the cluster."
    })
final class RestartCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  private final Surroundings surroundings;

  RestartCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    try (ObjectStore store = Stores.open(surroundings, where.value());
        KubernetesCluster cluster =
            new ClusterAccess(surroundings, clusterOptions).require(where)) {
      ResolvedSpec spec = new Runs(store).require(run);
      Talk talk = new Talk(surroundings, common);
      if (Standing.of(store, run, spec.spec()).isDone()) {
        StopMark.clear(store, run);
        talk.say(run + " is done already");
        talk.say("next    realign report " + run);
        return ExitCode.DONE.number();
      }
      Optional<JsonNode> old = cluster.coordinatorJob(run);
      Optional<Target> before = old.flatMap(CoordinatorJob::target);
      Target place = place(where, before, cluster);
      RunJobs jobs = RunJobs.of(cluster, run);
      StopMark.clear(store, run);
      if (isOpen(jobs) && place.equals(before.orElse(null))) {
        jobs.resume();
      } else {
        jobs.begin(
            old.map(job -> CoordinatorJob.again(run, spec.identity(), place, job))
                .orElseGet(() -> CoordinatorJob.anew(store, run, spec, place)));
      }
      talk.say("restarted " + run);
      talk.say("next    realign status -w " + run);
    }
    return ExitCode.DONE.number();
  }

  private static boolean isOpen(RunJobs jobs) {
    return jobs.coordinator().filter(job -> !job.hasEnded()).isPresent();
  }

  /** What a person asks for now, else what the Job says; a target may also only name a store. */
  private Target place(Reading<Target> asked, Optional<Target> before, KubernetesCluster cluster) {
    return asked.value().cluster() == null
        ? before.orElseThrow(() -> nowhere(cluster))
        : ClusterPlacement.of(surroundings, asked, cluster.namespace());
  }

  private ProblemException nowhere(KubernetesCluster cluster) {
    return new ProblemException(
        ExitCode.USAGE,
        new Problem(
            "RLN-789",
            "run " + run,
            null,
            "has no Job any more in namespace " + cluster.namespace() + " that says where and how",
            "Give its target: --target FILE"));
  }
}
