package realign.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.Clusters;
import realign.cluster.KubernetesCluster;
import realign.cluster.RunLogs;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign logs RUN}: what the pods of a run say. */
@Command(
    name = "logs",
    description = {
      "Show the logs of a run's pods in a cluster, in the order in which the pods were created.",
      "Each line begins with what the pod is of the run, unless it is asked for one scope.",
      "Where no pod is left, what the store has kept of each scope's newest attempt."
    })
final class LogsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run, or the scope, has ended; pods that replace others too.")
  private boolean follow;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Only pods that work on this scope.")
  private @Nullable String scope;

  @Option(
      names = "--all-attempts",
      description = "Also of pods that were replaced, while the cluster or store still has them.")
  private boolean allAttempts;

  private final Surroundings surroundings;

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    ClusterAccess access = new ClusterAccess(surroundings, clusterOptions);
    if (access.find(where).isEmpty() && kept(where.value())) {
      return ExitCode.DONE.number();
    }
    try (KubernetesCluster cluster = access.require(where)) {
      Talk talk = new Talk(surroundings, common);
      switch (logs(cluster)) {
        case NOTHING, NO_POD -> {
          if (!kept(where.value())) {
            throw nothing(cluster);
          }
        }
        case SUSPENDED -> talk.say(run + " is suspended; realign restart " + run + " resumes it");
        case ENDED -> {}
      }
    }
    return ExitCode.DONE.number();
  }

  /** Prints what the store has of it: the cluster forgets a pod, and with it what it said. */
  private boolean kept(Target where) {
    try (ObjectStore store = Stores.open(surroundings, where)) {
      return new KeptLogs(store, run).print(scope, allAttempts, surroundings.terminal().out());
    }
  }

  private RunLogs.Ending logs(KubernetesCluster cluster) {
    RunLogs.Sink sink = sink(surroundings.terminal().out(), scope == null);
    if (!follow) {
      return new RunLogs(cluster, run, scope, allAttempts, sink).read();
    }
    if (cluster.jobs(run).isEmpty()) { // a cluster that is not there is told soon
      return RunLogs.Ending.NOTHING;
    }
    KubernetesCluster patient = cluster.patient(Clusters.FOR_EVER);
    return new RunLogs(patient, run, scope, allAttempts, sink).follow();
  }

  static RunLogs.Sink sink(PrintStream out, boolean named) {
    return (source, pod, line) -> {
      out.println(named ? source + " | " + line : line);
      out.flush();
    };
  }

  private ProblemException nothing(KubernetesCluster cluster) {
    return new ProblemException(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-781",
            "run " + run,
            null,
            "must have pods in namespace "
                + cluster.namespace()
                + " of "
                + cluster.api().server()
                + ", or logs in the store",
            "Name the namespace or context; pods that ended long ago are gone from the cluster"));
  }
}
