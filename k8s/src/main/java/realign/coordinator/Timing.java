package realign.coordinator;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import realign.render.ScheduleRules;
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
    ScheduleRules.requireTiming(cron, timeZone);
  }

  /**
   * The times after one and before another, in their order.
   *
   * @param most where to stop; a schedule of every minute has many
   */
  public List<Instant> between(Instant after, Instant before, int most) {
    ExecutionTime times = ScheduleRules.times(cron);
    List<Instant> found = new ArrayList<>();
    Optional<ZonedDateTime> next = times.nextExecution(after.atZone(ZoneId.of(timeZone)));
    while (next.isPresent() && next.get().toInstant().isBefore(before) && found.size() < most) {
      found.add(next.get().toInstant());
      next = times.nextExecution(next.get());
    }
    return List.copyOf(found);
  }
}
