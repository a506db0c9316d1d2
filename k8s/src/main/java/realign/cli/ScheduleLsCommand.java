package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import realign.cluster.ClusterOptions;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.coordinator.Nights;
import realign.coordinator.Schedules;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.StoreException;

/** {@code realign schedule ls}. */
@Command(
    name = "ls",
    description = {
      "List the schedules of a namespace, and when each begins next.",
      "A night that met another run of its schedule is no success: the store tells which were"
          + " skipped."
    })
final class ScheduleLsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  private final Surroundings surroundings;

  ScheduleLsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    try (KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).require(where)) {
      List<JsonNode> all = new CronJobs(cluster).all();
      boolean names = all.isEmpty() || output.form == Form.NAME;
      print(
          cluster.namespace(),
          names ? rows(all) : rows(all, cluster.coordinatorsOfNights(), where));
    }
    return ExitCode.DONE.number();
  }

  /** As the cluster tells of them. */
  private static List<ScheduleRow> rows(List<JsonNode> all) {
    return all.stream().map(job -> ScheduleRow.of(job, List.of(), List.of(), null)).toList();
  }

  /** The cluster alone is worth showing, too. */
  private List<ScheduleRow> rows(List<JsonNode> all, List<JobView> nights, Reading<Target> where) {
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where.value())) {
      Schedules schedules = new Schedules(store);
      return all.stream().map(job -> row(job, nights, schedules)).toList();
    } catch (StoreException away) {
      talk.say(talk.note("warn", "skipped nights look like successes: " + away.words()));
    } catch (ProblemException unusable) {
      talk.warn(unusable);
    }
    return rows(all);
  }

  private static ScheduleRow row(JsonNode job, List<JobView> nights, Schedules schedules) {
    String name = ScheduleRow.name(job);
    List<String> skipped = schedules.skipped(name);
    return ScheduleRow.of(
        job,
        nights,
        skipped,
        skipped.stream()
            .filter(night -> Nights.due(name, night).isPresent())
            .max(Comparator.comparing(night -> Nights.due(name, night).orElse(Instant.MIN)))
            .flatMap(schedules::findSkipped)
            .orElse(null));
  }

  private void print(String namespace, List<ScheduleRow> rows) {
    PrintStream out = surroundings.terminal().out();
    Instant now = surroundings.clock().instant();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("schedules").put("namespace", namespace);
      document.withArrayProperty("schedules");
      rows.forEach(row -> row.add(document.withArrayProperty("schedules").addObject(), now));
      Documents.print(out, output.form, document);
    } else if (output.form == Form.NAME) {
      rows.forEach(row -> out.println(row.name()));
    } else if (rows.isEmpty()) {
      new Talk(surroundings, common).say("no schedules in namespace " + namespace);
    } else {
      out.print(ScheduleRow.table(rows, now).render());
    }
  }
}
