package realign.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.coordinator.Schedules;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** {@code realign status RUN}: what logs, signs of life and a cluster say, at any time. */
@Command(
    name = "status",
    description = {
      "Show how far each scope of a run is, while it runs or after.",
      "Where a kubeconfig is found and its cluster has Jobs of the run, also these, and why they"
          + " do not get on."
    })
final class StatusCommand implements Callable<Integer> {
  /** The store tells of no change by itself. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Stands for all words with which a cluster cannot be reached. */
  private static final String AWAY = "away";

  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again whenever it changes, until the run has ended.")
  private boolean watch;

  private final Surroundings surroundings;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (watch && output.form.isDocument()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-780",
              "--watch",
              output.form.name(),
              "must go with text, since a document is printed once",
              "Leave one of them out"));
    }
    Reading<Target> where = target.read(surroundings);
    try (ObjectStore store = Stores.open(surroundings, where.value())) {
      Optional<ResolvedSpec> spec = new Runs(store).find(run);
      if (spec.isPresent() || !skipped(store)) {
        show(where, store, spec.orElseGet(() -> new Runs(store).require(run)).spec());
      }
    }
    return ExitCode.DONE.number();
  }

  private void show(Reading<Target> where, ObjectStore store, RunSpec spec) {
    Look look = new Look(store, spec, where.value());
    try (KubernetesCluster open = cluster(where)) {
      if (watch) {
        watch(look, open);
      } else {
        print(look.at(open));
      }
    }
  }

  /** Tells what became of a night that began no run, where that is known. */
  private boolean skipped(ObjectStore store) {
    Optional<SkippedNight> night =
        new Schedules(store).findSkipped(run).map(note -> new SkippedNight(note, store.address()));
    night.ifPresent(
        note -> {
          note.print(surroundings.terminal().out(), output.form);
          new Talk(surroundings, common).say("next    realign status " + note.underWay());
        });
    return night.isPresent();
  }

  private @Nullable KubernetesCluster cluster(Reading<Target> where) {
    return new ClusterAccess(surroundings, clusterOptions)
        .find(where, new Talk(surroundings, common))
        .orElse(null);
  }

  private void print(RunStatus status) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      Documents.print(out, output.form, status.document());
    } else {
      out.print(ProgramName.of(surroundings).in(status.text(output.form)));
      out.flush();
    }
  }

  /** Looks at store and cluster. */
  private final class Look {
    private final ObjectStore store;
    private final RunSpec spec;
    private final Target where;
    private @Nullable RunInCluster last;
    private final Set<String> doubted = new HashSet<>();

    Look(ObjectStore store, RunSpec spec, Target where) {
      this.store = store;
      this.spec = spec;
      this.where = where;
    }

    RunStatus at(@Nullable KubernetesCluster cluster) {
      last = cluster == null ? null : ask(cluster).orElse(null);
      return RunStatus.read(store, run, spec, where, surroundings.clock().instant(), last);
    }

    /** While a cluster is away the last that it said stands. */
    private Optional<RunInCluster> ask(KubernetesCluster cluster) {
      try {
        Optional<RunInCluster> now = RunInCluster.read(cluster, store, run);
        doubted.remove(AWAY);
        return now;
      } catch (ProblemException away) {
        doubtOnce(away);
        return Optional.ofNullable(last);
      }
    }

    boolean isAway() {
      return doubted.contains(AWAY);
    }

    /** Its silence is told once, and so is each thing that it refuses. */
    void doubtOnce(ProblemException failure) {
      boolean away = failure.exitCode() == ExitCode.STORE_UNAVAILABLE;
      if (doubted.add(away ? AWAY : String.valueOf(failure.getMessage()))) {
        new Talk(surroundings, common).warn(failure);
      }
    }
  }

  private void watch(Look look, @Nullable KubernetesCluster cluster) {
    String shown = "";
    while (true) {
      RunStatus status = look(look, cluster);
      if (status != null) {
        if (!status.gist().equals(shown)) {
          show(status, shown.isEmpty());
          shown = status.gist();
        }
        if (status.hasEnded()) {
          return;
        }
      }
      await(look, cluster);
    }
  }

  /** A store that is busy is looked at again. */
  private @Nullable RunStatus look(Look look, @Nullable KubernetesCluster cluster) {
    try {
      return look.at(cluster);
    } catch (StoreException away) {
      Talk talk = new Talk(surroundings, common);
      talk.say(talk.note("warn", away.words()));
      return null;
    }
  }

  private void show(RunStatus status, boolean first) {
    PrintStream out = surroundings.terminal().out();
    if (surroundings.terminal().outIsTerminal()) {
      out.print(CLEAR);
    } else if (!first) {
      out.println();
    }
    print(status);
  }

  private void await(Look look, @Nullable KubernetesCluster cluster) {
    if (cluster == null || look.isAway()) {
      LockSupport.parkNanos(LOOK.toNanos());
      return;
    }
    try {
      cluster.awaitChange(run, LOOK);
    } catch (ProblemException away) {
      look.doubtOnce(away);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
