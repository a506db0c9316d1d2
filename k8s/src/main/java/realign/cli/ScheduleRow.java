package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.cluster.JobView;
import realign.coordinator.Nights;
import realign.coordinator.Schedules;
import realign.coordinator.Timing;
import realign.spec.ProblemException;

/**
 * A schedule as {@code schedule ls} shows it.
 *
 * @param job its CronJob
 * @param succeeded when a night last ended well, or empty
 * @param skipped the last night that gave way to another run, or null
 */
record ScheduleRow(JsonNode job, String succeeded, Schedules.@Nullable Skipped skipped) {
  /** Between a note in the store and what the cluster says of it, by two clocks. */
  private static final Duration SOON = Duration.ofMinutes(5);

  /** No schedule of a person waits longer. */
  private static final Duration YEAR = Duration.ofDays(366);

  /**
   * Of a CronJob.
   *
   * @param nights coordinators of the nights of any schedules that the cluster still has
   * @param skipped run ids of nights of this schedule that gave way
   * @param last what is noted of the last of them, or null
   */
  static ScheduleRow of(
      JsonNode job,
      List<JobView> nights,
      Collection<String> skipped,
      Schedules.@Nullable Skipped last) {
    return new ScheduleRow(job, succeeded(job, nights, skipped, last), last);
  }

  /** The cluster takes a night that gave way for a success: its Job is complete. */
  private static String succeeded(
      JsonNode job,
      List<JobView> nights,
      Collection<String> skipped,
      Schedules.@Nullable Skipped last) {
    String said = job.path("status").path("lastSuccessfulTime").asText();
    List<JobView> complete =
        nights.stream()
            .filter(night -> Nights.due(name(job), night.name()).isPresent())
            .filter(night -> night.state() == JobView.State.COMPLETE && night.ended() != null)
            .sorted(Comparator.comparing(JobView::ended).reversed())
            .toList();
    if (complete.isEmpty() && last != null && isEndOf(last, said)) {
      return ""; // the Jobs of all nights have expired
    }
    boolean gaveWay = !complete.isEmpty() && skipped.contains(complete.get(0).name());
    return gaveWay
        ? complete.stream()
            .filter(night -> !skipped.contains(night.name()))
            .findFirst()
            .map(night -> String.valueOf(night.ended()))
            .orElse("")
        : said;
  }

  /** A coordinator ends when its night has given way. */
  private static boolean isEndOf(Schedules.Skipped night, String said) {
    if (said.isEmpty()) {
      return false;
    }
    Instant end = Instant.parse(said);
    return !end.isBefore(night.time().minus(SOON)) && !end.isAfter(night.time().plus(SOON));
  }

  static Table table(List<ScheduleRow> rows, Instant now) {
    Table table =
        new Table()
            .row(
                "SCHEDULE",
                "CRON",
                "ZONE",
                "STATE",
                "UNDER WAY",
                "LAST",
                "SUCCEEDED",
                "SKIPPED",
                "NEXT");
    rows.forEach(row -> row.add(table, now));
    return table;
  }

  private void add(Table table, Instant now) {
    table.row(
        name(),
        cron(),
        zone(),
        isSuspended() ? "suspended" : "on",
        String.join(" ", active()),
        job.path("status").path("lastScheduleTime").asText(),
        succeeded,
        skipped == null
            ? ""
            : Nights.due(name(), skipped.night()).map(Instant::toString).orElse(""),
        next(now));
  }

  void add(ObjectNode json, Instant now) {
    json.put("name", name()).put("cron", cron()).put("timeZone", zone());
    json.put("suspended", isSuspended());
    active().forEach(json.putArray("active")::add);
    json.set("lastStart", job.path("status").get("lastScheduleTime"));
    json.put("lastSuccess", succeeded.isEmpty() ? null : succeeded);
    if (skipped == null) {
      json.putNull("lastSkipped");
    } else {
      SkippedNight.add(json.putObject("lastSkipped"), skipped);
    }
    json.put("next", next(now).isEmpty() ? null : next(now));
  }

  private String next(Instant now) {
    if (isSuspended()) {
      return "";
    }
    try {
      List<Instant> next = new Timing(cron(), zone()).between(now, now.plus(YEAR), 1);
      return next.isEmpty() ? "" : next.get(0).toString();
    } catch (ProblemException notOurs) {
      return "";
    }
  }

  String name() {
    return name(job);
  }

  static String name(JsonNode job) {
    return job.path("metadata").path("name").asText();
  }

  private String cron() {
    return job.path("spec").path("schedule").asText();
  }

  private String zone() {
    return job.path("spec").path("timeZone").asText("Etc/UTC");
  }

  private boolean isSuspended() {
    return job.path("spec").path("suspend").asBoolean();
  }

  private List<String> active() {
    List<String> names = new ArrayList<>();
    job.path("status").path("active").forEach(one -> names.add(one.path("name").asText()));
    return names;
  }
}
