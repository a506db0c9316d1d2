package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
import realign.coordinator.Timing;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/** {@code realign schedule ls}. */
@Command(name = "ls", description = "List the schedules of a namespace, and when each begins next.")
final class ScheduleLsCommand implements Callable<Integer> {
  /** No schedule of a person waits longer. */
  private static final Duration YEAR = Duration.ofDays(366);

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
    try (KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).require(target.read(surroundings))) {
      print(cluster.namespace(), new CronJobs(cluster).all());
    }
    return ExitCode.DONE.number();
  }

  private void print(String namespace, List<JsonNode> all) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("schedules").put("namespace", namespace);
      document.withArrayProperty("schedules");
      all.forEach(job -> add(job, document.withArrayProperty("schedules").addObject()));
      Documents.print(out, output.form, document);
    } else if (output.form == Form.NAME) {
      all.forEach(job -> out.println(name(job)));
    } else if (all.isEmpty()) {
      new Talk(surroundings, common).say("no schedules in namespace " + namespace);
    } else {
      Table table =
          new Table()
              .row("SCHEDULE", "CRON", "ZONE", "STATE", "UNDER WAY", "LAST", "SUCCEEDED", "NEXT");
      all.forEach(job -> add(job, table));
      out.print(table.render());
    }
  }

  private void add(JsonNode job, Table table) {
    JsonNode status = job.path("status");
    table.row(
        name(job),
        cron(job),
        zone(job),
        isSuspended(job) ? "suspended" : "on",
        String.join(" ", active(job)),
        status.path("lastScheduleTime").asText(),
        status.path("lastSuccessfulTime").asText(),
        next(job));
  }

  private void add(JsonNode job, ObjectNode json) {
    json.put("name", name(job)).put("cron", cron(job)).put("timeZone", zone(job));
    json.put("suspended", isSuspended(job));
    active(job).forEach(json.putArray("active")::add);
    json.set("lastStart", job.path("status").get("lastScheduleTime"));
    json.set("lastSuccess", job.path("status").get("lastSuccessfulTime"));
    json.put("next", next(job).isEmpty() ? null : next(job));
  }

  private String next(JsonNode job) {
    if (isSuspended(job)) {
      return "";
    }
    try {
      Instant now = surroundings.clock().instant();
      List<Instant> next = new Timing(cron(job), zone(job)).between(now, now.plus(YEAR), 1);
      return next.isEmpty() ? "" : next.get(0).toString();
    } catch (ProblemException notOurs) {
      return "";
    }
  }

  private static String name(JsonNode job) {
    return job.path("metadata").path("name").asText();
  }

  private static String cron(JsonNode job) {
    return job.path("spec").path("schedule").asText();
  }

  private static String zone(JsonNode job) {
    return job.path("spec").path("timeZone").asText("Etc/UTC");
  }

  private static boolean isSuspended(JsonNode job) {
    return job.path("spec").path("suspend").asBoolean();
  }

  private static List<String> active(JsonNode job) {
    List<String> names = new ArrayList<>();
    job.path("status").path("active").forEach(one -> names.add(one.path("name").asText()));
    return names;
  }
}
