package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.coordinator.Nights;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunId;

/** {@code realign schedule run-now NAME}. */
@Command(
    name = "run-now",
    description = {
      "Begin a night of a schedule now; its run id is NAME-now-TIME, which is printed.",
      "The same again within a minute finds the same night."
    })
final class ScheduleRunNowCommand implements Callable<Integer> {
  private static final DateTimeFormatter LONG =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

  /** A run id has at most 40 signs, and a schedule's name 31. */
  private static final int LONGEST_NAME = 23;

  private static final String LETTER = "-n";

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "Schedule; see realign schedule ls.")
  private String name = "";

  @Option(
      names = "--force",
      description = "Begin it beside another that is under way; they share the nodes, no scope.")
  private boolean force;

  private final Surroundings surroundings;

  ScheduleRunNowCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (KubernetesCluster cluster =
        new ClusterAccess(surroundings, clusterOptions).require(target.read(surroundings))) {
      CronJobs schedules = new CronJobs(cluster);
      JsonNode schedule = schedules.require(name);
      String run = new RunId(run(name, surroundings.clock().instant())).text();
      if (!force) {
        refuseSecond(cluster, run);
      }
      boolean isNew = schedules.runNow(schedule, run);
      Talk talk = new Talk(surroundings, common);
      talk.say((isNew ? "started " : "already under way: ") + run);
      talk.say("next    realign status -w " + run);
      surroundings.terminal().out().println(run);
    }
    return ExitCode.DONE.number();
  }

  /** The minute in few signs where the name is long. */
  static String run(String name, Instant now) {
    return name.length() <= LONGEST_NAME
        ? name + "-now-" + LONG.format(now)
        : name + LETTER + Long.toString(now.getEpochSecond() / 60, Character.MAX_RADIX);
  }

  /** Whether a run is a night of that schedule, begun by the clock or by a person. */
  static boolean isNight(String schedule, String run) {
    return Nights.due(schedule, run).isPresent()
        || (run.startsWith(schedule)
            && run.substring(schedule.length()).matches("-now-[0-9]{12}|-n[0-9a-z]{5,6}"));
  }

  /** The schedule itself never has two nights at a time; it does not see those begun by hand. */
  private void refuseSecond(KubernetesCluster cluster, String run) {
    cluster.nights(name).stream()
        .map(JobView::name)
        .filter(other -> !other.equals(run))
        .findFirst()
        .ifPresent(
            other -> {
              throw underWay(other);
            });
  }

  private ProblemException underWay(String other) {
    return new ProblemException(
        ExitCode.HELD,
        new Problem(
            "RLN-787",
            "schedule " + name,
            other,
            "must have no night under way",
            "Wait for its end, see realign status "
                + other
                + "; or realign stop "
                + other
                + "; or insist with --force"));
  }
}
