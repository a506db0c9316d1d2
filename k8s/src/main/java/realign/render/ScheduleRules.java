package realign.render;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;

/** What a schedule's name, times and time zone must be, so that the cluster takes them. */
public final class ScheduleRules {
  /** A night's run id has room for a dash and eight digits of the minute. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,29}[a-z0-9])?");

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** To find out whether a schedule has any time at all: one is asked for from here on. */
  private static final ZonedDateTime SOME_DAY =
      ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private ScheduleRules() {}

  /**
   * Checks a name.
   *
   * @throws ProblemException RLN-763
   */
  public static String requireName(String name) {
    throwIfAny(nameProblem(name));
    return name;
  }

  /**
   * Checks when nights begin.
   *
   * @param cron five fields: minute, hour, day of the month, month, day of the week
   * @param timeZone such as {@code Europe/Berlin}
   * @throws ProblemException RLN-761, RLN-762 or both
   */
  public static void requireTiming(String cron, String timeZone) {
    throwIfAny(cronProblem(cron), zoneProblem(timeZone));
  }

  /**
   * Checks all of it.
   *
   * @throws ProblemException with all that is wrong
   */
  static void require(String name, String cron, String timeZone) {
    throwIfAny(nameProblem(name), cronProblem(cron), zoneProblem(timeZone));
  }

  /** The times of an expression that was checked. */
  public static ExecutionTime times(String cron) {
    return ExecutionTime.forCron(PARSER.parse(cron));
  }

  private static void throwIfAny(@Nullable Problem... found) {
    Problems problems = new Problems();
    Stream.of(found).flatMap(Stream::ofNullable).forEach(problems::add);
    problems.throwIfAny(ExitCode.USAGE);
  }

  private static @Nullable Problem nameProblem(String name) {
    return NAME.matcher(name).matches()
        ? null
        : new Problem(
            "RLN-763",
            "name of the schedule",
            name,
            "must be at most 31 of [a-z0-9-], beginning and ending with a letter or digit",
            "Choose a shorter one, for example nightly");
  }

  private static @Nullable Problem cronProblem(String cron) {
    try {
      Cron parsed = PARSER.parse(cron).validate();
      return ExecutionTime.forCron(parsed).nextExecution(SOME_DAY).isPresent()
          ? null
          : cronProblem(cron, "must name a time that comes, but no year has that day");
    } catch (IllegalArgumentException wrong) {
      return cronProblem(
          cron, "must be minute, hour, day of the month, month, day of the week: " + said(wrong));
    }
  }

  private static Problem cronProblem(String cron, String rule) {
    return new Problem(
        "RLN-761", "--schedule", cron, rule, "Write \"0 2 * * *\" for two o'clock every night");
  }

  private static String said(IllegalArgumentException wrong) {
    String message = wrong.getMessage();
    return message == null ? "it is not" : message;
  }

  /** Kubernetes knows names of places alone, no offsets. */
  private static @Nullable Problem zoneProblem(String timeZone) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    return known.contains(timeZone) && !timeZone.startsWith("SystemV/")
        ? null
        : new Problem(
            "RLN-762",
            "--time-zone",
            timeZone,
            "must be a name of the time zone database, such as Europe/Berlin or Etc/UTC",
            NearestName.of(timeZone, known)
                .map(name -> "Did you mean " + name + "?")
                .orElse("Name the place of the clock"));
  }
}
