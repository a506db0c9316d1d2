package realign.cli;

import io.kubernetes.client.openapi.models.V1CronJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import realign.cluster.ClusterApi;
import realign.cluster.KubernetesCluster;
import realign.coordinator.ScheduleInputs;
import realign.coordinator.Schedules;
import realign.coordinator.Timing;
import realign.render.Manifest;
import realign.render.Nightly;
import realign.render.RunPlacement;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.Target;
import realign.store.FetchedInputs;
import realign.store.ObjectStore;

/**
 * A schedule as it is submitted: the same again changes nothing, anything else takes its place from
 * the next night on.
 */
record NightlySubmission(
    ResolvedSpec spec,
    SubmitCommand.Clock clock,
    Target placed,
    Path work,
    Instant now,
    Talk talk) {
  /** Of a version. */
  static final int DIGITS = 12;

  private String name() {
    return clock.name == null ? spec.spec().name() : clock.name;
  }

  /** The CronJob of a version of the schedule. */
  V1CronJob render(String version) {
    return new Nightly(name(), version, spec.identity(), clock.schedule, clock.timeZone, placed)
        .cronJob();
  }

  /**
   * Puts spec and data into the store and the CronJob into the cluster; gives the schedule's name.
   *
   * @throws ProblemException RLN-788 when a night cannot end before its deadline
   */
  String submit(KubernetesCluster cluster, ObjectStore store, ClusterApi.Mode mode) {
    var unused = render(spec.identity().substring(0, DIGITS)); // all that is wrong, before anything
    checkForecast(store);
    boolean real = mode == ClusterApi.Mode.REAL;
    String version = real ? publish(store) : spec.identity().substring(0, DIGITS);
    var applied = new CronJobs(cluster).apply(name(), Manifest.tree(render(version)), mode);
    if (!real) {
      checkNight(cluster, version);
    }
    talk.say((real ? "scheduled " : "would schedule ") + name() + " version " + version);
    if (applied.path("spec").path("suspend").asBoolean()) {
      talk.say("it is suspended: realign schedule resume " + name());
    }
    return name();
  }

  /** The cluster looks at a CronJob only, not at the Jobs that come of it. */
  private void checkNight(KubernetesCluster cluster, String version) {
    String night = name() + "-00000000";
    RunPlacement placement =
        new RunPlacement(night, spec.identity(), placed, name() + "/" + version);
    new CoordinatorJob(placement, true).check(cluster, spec.spec());
  }

  private String publish(ObjectStore store) {
    ResolvedSpec remote = new DataUpload(store, Schedules.inputs(name()), talk).of(spec);
    FetchedInputs inputs = new FetchedInputs(work.resolve("inputs"), placed.s3(), talk::say);
    new ScheduleInputs(store, name(), inputs).keep(remote);
    Timing timing = new Timing(clock.schedule, clock.timeZone);
    return new Schedules(store).publish(name(), remote.spec(), timing, now);
  }

  private void checkForecast(ObjectStore store) {
    ClusterTarget cluster = RunPlacement.cluster(placed);
    Optional<NightForecast> forecast = NightForecast.of(store, spec.spec().name());
    if (forecast.isEmpty()) {
      talk.say(
          "how long a night takes is not known, since no run of "
              + spec.spec().name()
              + " in the store was computed as a whole; see realign plan --measure");
      return;
    }
    Duration night = forecast.get().with(cluster.parallelism());
    if (night.compareTo(cluster.deadline()) > 0) {
      throw tooLong(forecast.get(), night, cluster);
    }
    talk.say(
        "a night takes about "
            + Amounts.duration(night)
            + " by "
            + forecast.get().run()
            + ", of at most "
            + Amounts.duration(cluster.deadline()));
  }

  private static ProblemException tooLong(
      NightForecast forecast, Duration night, ClusterTarget cluster) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
            "RLN-788",
            "cluster.deadline",
            Amounts.duration(cluster.deadline()),
            "must be at least what a night takes, "
                + Amounts.duration(night)
                + ": run "
                + forecast.run()
                + " took "
                + Amounts.duration(forecast.total())
                + " in all, its longest scope "
                + Amounts.duration(forecast.longest())
                + ", with "
                + cluster.parallelism()
                + " pods at a time",
            "Raise the deadline or the parallelism, or make the spec smaller"));
  }
}
