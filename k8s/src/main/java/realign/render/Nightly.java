package realign.render;

import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1CronJobSpec;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1JobTemplateSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.Duration;
import java.util.regex.Pattern;
import realign.spec.ClusterTarget;
import realign.spec.ProblemException;
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

  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{8,64}");
  private static final Pattern IDENTITY = Pattern.compile("[0-9a-f]{16,}");

  /** A night that found no room at its minute, or a cluster without its controller, begins late. */
  private static final Duration LATEST_START = Duration.ofHours(6);

  /** Ended nights in the cluster; how long each stays is the target's. */
  private static final int HISTORY = 7;

  /**
   * Checks all of it.
   *
   * @throws ProblemException with all that is wrong
   */
  public Nightly {
    ScheduleRules.require(name, cron, timeZone);
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
    return JobShape.coordinator(cluster, template)
        .activeDeadlineSeconds(Seconds.of(cluster.deadline()));
  }

  static String requireIdentity(String identity) {
    if (!IDENTITY.matcher(identity).matches()) {
      throw new IllegalArgumentException("identity must be hexadecimal, but is " + identity);
    }
    return identity;
  }
}
