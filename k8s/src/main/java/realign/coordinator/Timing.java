package realign.coordinator;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * When a schedule begins its nights.
 *
 * @param cron five fields, as UNIX and Kubernetes know them: minute, hour, day of month, month, day
 *     of week
 * @param timeZone name of a zone, such as {@code Europe/Berlin}
 */
public record Timing(String cron, String timeZone) {

  /**
   * Checks both.
   *
   * @throws ProblemException when the expression cannot be read, or there is no such zone
   */
  public Timing {
    ExecutionTime unused = times(cron);
    ZoneId zone = zone(timeZone);
    timeZone = zone.getId();
  }

  /**
   * The times after one and before another, in their order.
   *
   * @param most where to stop; a schedule of every minute has many
   */
  public List<Instant> between(Instant after, Instant before, int most) {
    ExecutionTime times = times(cron);
    List<Instant> found = new ArrayList<>();
    Optional<ZonedDateTime> next = times.nextExecution(after.atZone(zone(timeZone)));
    while (next.isPresent() && next.get().toInstant().isBefore(before) && found.size() < most) {
      found.add(next.get().toInstant());
      next = times.nextExecution(next.get());
    }
    return List.copyOf(found);
  }

  private static ExecutionTime times(String cron) {
    try {
      Cron parsed =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(cron);
      return ExecutionTime.forCron(parsed);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "RLN-793",
          "schedule",
          cron,
          "must be a cron expression of five fields (" + e.getMessage() + ")",
          "Write minute, hour, day of month, month and day of week, such as 0 2 * * *");
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw invalid(
          "RLN-794",
          "time zone",
          name,
          "must be the name of a zone",
          "Use a name such as Europe/Berlin, or Etc/UTC");
    }
  }

  private static ProblemException invalid(
      String id, String path, String value, String rule, String fix) {
    return new ProblemException(ExitCode.USAGE, new Problem(id, path, value, rule, fix));
  }
}
