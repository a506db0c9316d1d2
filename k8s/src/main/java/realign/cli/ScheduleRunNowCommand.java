package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.cluster.ClusterOptions;
import realign.cluster.KubernetesCluster;
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
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

  /** A run id has at most 40 signs. */
  private static final int LONGEST_NAME = 23;

  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Parameters(paramLabel = "NAME", description = "Schedule; see realign schedule ls.")
  private String name = "";

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
      refuseSecond(schedule, run);
      boolean isNew = schedules.runNow(schedule, run);
      Talk talk = new Talk(surroundings, common);
      talk.say((isNew ? "started " : "already under way: ") + run);
      talk.say("next    realign status -w " + run);
      surroundings.terminal().out().println(run);
    }
    return ExitCode.DONE.number();
  }

  static String run(String name, Instant now) {
    return name.length() <= LONGEST_NAME
        ? name + "-now-" + LONG.format(now)
        : name + "-n" + SHORT.format(now);
  }

  /** The schedule itself never has two nights at a time. */
  private void refuseSecond(JsonNode schedule, String run) {
    for (JsonNode active : schedule.path("status").path("active")) {
      String other = active.path("name").asText();
      if (!other.equals(run)) {
        throw new ProblemException(
            ExitCode.HELD,
            new Problem(
                "RLN-787",
                "schedule " + name,
                other,
                "must have no night under way",
                "Wait for its end, see realign status " + other + ", or realign stop " + other));
      }
    }
  }
}
