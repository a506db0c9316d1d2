package realign.render;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1CronJobSpec;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1JobTemplateSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;
import realign.spec.Target;

/**
 * A schedule of runs of one spec. A night is called after its Job, whose name the cluster makes of
 * the schedule's and the minute: a duplicate or late start resumes that night.
 *
 * @param name of the schedule and its CronJob
 * @param version first digits of the digest of what is run
 * @param identity identity of its spec, in hexadecimal digits
 * @param cron five fields: minute, hour, day of the month, month, day of the week
 * @param timeZone such as {@code Europe/Berlin}
 * @param target with a cluster; its store's address must hold in any directory
 */
public record Nightly(
    String name, String version, String identity, String cron, String timeZone, Target target) {

  /** A night's run id has room for a dash and eight digits of the minute. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,29}[a-z0-9])?");

  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{8,64}");
  private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{16,}");

  /** A night that found no room at its minute, or a cluster without its controller, begins late. */
  private static final Duration LATEST_START = Duration.ofHours(6);

  /** Ended nights in the cluster; how long each stays is the target's. */
  private static final int HISTORY = 7;

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** To find out whether a schedule has any time at all: one is asked for from here on. */
  private static final ZonedDateTime SOME_DAY =
      ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /**
   * Checks all of it.
   *
   * @throws ProblemException with all that is wrong
   */
  public Nightly {
    Problems problems = new Problems();
    add(problems, nameProblem(name));
    add(problems, cronProblem(cron));
    add(problems, zoneProblem(timeZone));
    problems.throwIfAny(ExitCode.USAGE);
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("version must be digits of a digest, but is " + version);
    }
    identity = requireIdentity(identity);
    RunPlacement.cluster(target);
  }

  /** The CronJob, whose Jobs are coordinators. */
  public V1CronJob cronJob() {
    RunLabels labels = RunLabels.of(Labels.COORDINATOR, identity).schedule(name);
    ClusterTarget cluster = RunPlacement.cluster(target);
    return new V1CronJob()
        .apiVersion("batch/v1")
        .kind("CronJob")
        .metadata(new V1ObjectMeta().name(name).namespace(cluster.namespace()).labels(labels.map()))
        .spec(
            new V1CronJobSpec()
                .schedule(cron)
                .timeZone(timeZone)
                .concurrencyPolicy("Forbid")
                .startingDeadlineSeconds(Seconds.of(LATEST_START))
                .successfulJobsHistoryLimit(HISTORY)
                .failedJobsHistoryLimit(HISTORY)
                .jobTemplate(
                    new V1JobTemplateSpec()
                        .metadata(new V1ObjectMeta().labels(labels.map()))
                        .spec(night(labels, cluster))));
  }

  private V1JobSpec night(RunLabels labels, ClusterTarget cluster) {
    var template =
        new Pods(target, cluster)
            .coordinator(labels, CoordinatorArguments.ofNight(name + "/" + version));
    return JobShape.single(cluster, template).activeDeadlineSeconds(Seconds.of(cluster.deadline()));
  }

  static String requireIdentity(String identity) {
    if (!IDENTITY.matcher(identity).matches()) {
      throw new IllegalArgumentException("identity must be hexadecimal, but is " + identity);
    }
    return identity;
  }

  private static void add(Problems problems, @Nullable Problem problem) {
    if (problem != null) {
      problems.add(problem);
    }
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
