package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import realign.cluster.ClusterOptions;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign ls}: all runs of a store, and what a cluster knows of them. */
@Command(
    name = "ls",
    description = {
      "List the runs of the store and how far each is.",
      "Where a kubeconfig is found, also what its cluster knows of each: queued, pending, running,"
          + " suspended, failed or complete."
    })
final class LsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  private final Surroundings surroundings;

  LsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    try (ObjectStore store = Stores.open(surroundings, where.value())) {
      List<String> names = new Runs(store).names();
      if (output.form == Form.NAME) {
        names.forEach(surroundings.terminal().out()::println);
      } else {
        List<RunRow> rows = names.stream().map(name -> row(store, where.value(), name)).toList();
        print(store, rows, names.isEmpty() ? null : jobs(where));
      }
    }
    return ExitCode.DONE.number();
  }

  private RunRow row(ObjectStore store, Target where, String name) {
    return RunRow.read(store, name, surroundings.clock().instant(), where.timeToLive());
  }

  /**
   * Jobs by run; null where no cluster can be asked, since the store alone is worth showing too.
   */
  private @Nullable Map<String, List<JobView>> jobs(Reading<Target> where) {
    Talk talk = new Talk(surroundings, common);
    KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).find(where, talk).orElse(null);
    try (KubernetesCluster open = cluster) {
      return open == null ? null : open.jobsOfAllRuns();
    } catch (ProblemException away) {
      talk.warn(away);
      return null;
    }
  }

  private void print(
      ObjectStore store, List<RunRow> rows, @Nullable Map<String, List<JobView>> jobs) {
    Terminal terminal = surroundings.terminal();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("runs").put("store", store.address());
      document.withArrayProperty("runs");
      rows.forEach(row -> add(row, jobs, document.withArrayProperty("runs").addObject()));
      Documents.print(terminal.out(), output.form, document);
    } else if (rows.isEmpty()) {
      terminal.err().println("no runs in " + store.address());
    } else {
      terminal.out().print(table(rows, jobs).render());
    }
  }

  private static void add(RunRow row, @Nullable Map<String, List<JobView>> jobs, ObjectNode json) {
    row.add(json);
    if (jobs != null) {
      word(row, jobs)
          .ifPresentOrElse(
              word -> word.add(json.putObject("cluster")), () -> json.putNull("cluster"));
    }
  }

  private static Table table(List<RunRow> rows, @Nullable Map<String, List<JobView>> jobs) {
    Table table = new Table();
    if (jobs == null) {
      table.row(RunRow.columns());
      rows.forEach(row -> table.row(row.cells()));
    } else {
      table.row(with(RunRow.columns(), "CLUSTER"));
      rows.forEach(
          row -> table.row(with(row.cells(), word(row, jobs).map(ClusterWord::state).orElse(""))));
    }
    return table;
  }

  private static List<String> with(List<String> cells, String last) {
    List<String> all = new ArrayList<>(cells);
    all.add(last);
    return all;
  }

  private static Optional<ClusterWord> word(RunRow row, Map<String, List<JobView>> jobs) {
    return ClusterWord.of(row.run(), jobs.getOrDefault(row.run(), List.of()));
  }
}
