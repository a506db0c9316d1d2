package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.JobView;
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
      "Where and how is what its Job says; --target takes another, or what is missing."
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
      Optional<JsonNode> old = cluster.api().find(cluster.jobs().named(run));
      List<JobView> jobs = cluster.jobs(run);
      JobView coordinator = coordinator(jobs);
      if (coordinator != null && !coordinator.hasEnded() && target.target == null) {
        StopMark.clear(store, run);
        resume(cluster, jobs);
      } else {
        CoordinatorJob job = job(where, old.orElse(null), cluster, spec); // or all stays as it was
        StopMark.clear(store, run);
        begin(cluster, jobs, job);
      }
      talk.say("restarted " + run);
      talk.say("next    realign status -w " + run);
    }
    return ExitCode.DONE.number();
  }

  private @Nullable JobView coordinator(List<JobView> jobs) {
    return jobs.stream().filter(job -> job.name().equals(run)).findFirst().orElse(null);
  }

  /** What failed is made anew by the coordinator, which goes on last: it would see the failure. */
  private void resume(KubernetesCluster cluster, List<JobView> jobs) {
    List<JobView> order = new ArrayList<>(CoordinatorFirst.of(jobs, run));
    java.util.Collections.reverse(order);
    for (JobView job : order) {
      if (job.state() == JobView.State.FAILED) {
        cluster.delete(job.name());
      } else {
        cluster.suspend(job.name(), false);
      }
    }
  }

  /** The old coordinator takes all Jobs with it that it created. */
  private void begin(KubernetesCluster cluster, List<JobView> jobs, CoordinatorJob job) {
    CoordinatorFirst.of(jobs, run).forEach(old -> cluster.delete(old.name()));
    cluster.create(job.render());
  }

  private CoordinatorJob job(
      Reading<Target> where, @Nullable JsonNode old, KubernetesCluster cluster, ResolvedSpec spec) {
    if (target.target != null) {
      Target placed = ClusterPlacement.of(surroundings, where, cluster.namespace());
      return CoordinatorJob.again(run, spec.identity(), placed, old);
    }
    return CoordinatorJob.again(run, spec.identity(), old)
        .orElseThrow(
            () ->
                new ProblemException(
                    ExitCode.USAGE,
                    new Problem(
                        "RLN-789",
                        "run " + run,
                        null,
                        "has no Job any more in namespace "
                            + cluster.namespace()
                            + " that says where and how",
                        "Give its target: --target FILE")));
  }
}
