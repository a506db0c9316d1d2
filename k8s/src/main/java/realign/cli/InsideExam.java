package realign.cli;

import io.kubernetes.client.openapi.models.V1Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import realign.access.Role;
import realign.cluster.Diagnosis;
import realign.cluster.JobView;
import realign.cluster.KubernetesCluster;
import realign.cluster.PodView;
import realign.cluster.RunLogs;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ClusterTarget;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/**
 * Lets a short pod try the store, with the image, the account, the network and the work folder that
 * pods of runs have. Deletes its Job in the end.
 */
final class InsideExam {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /** Of the line that says what to do about the one before. */
  private static final String INDENT = "      ";

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Pods of a run are in one of these. */
  static final List<Role> ROLES = List.of(Role.RUNNER, Role.COORDINATOR);

  private final KubernetesCluster cluster;
  private final RunPlacement placement;
  private final Role role;

  /**
   * @param placement a run that no store has, whose name the Job takes
   * @param role whose account is tried
   */
  InsideExam(KubernetesCluster cluster, RunPlacement placement, Role role) {
    this.cluster = cluster;
    this.placement = placement;
    this.role = role;
  }

  /** What the pod found; or why there was none. */
  List<Finding> findings() {
    ClusterTarget.Identity identity = placement.cluster().identity();
    String account = role == Role.COORDINATOR ? identity.coordinator() : identity.runner();
    try {
      V1Job job =
          new RunObjects(placement)
              .probe(
                  account,
                  List.of(
                      "doctor",
                      "--role",
                      role.name().toLowerCase(Locale.ROOT),
                      "--target",
                      RunObjects.TARGET_FILE));
      cluster.create(job);
      return outcome("inside a pod as " + account);
    } catch (ProblemException e) {
      return List.of(ClusterExam.failed("inside a pod as " + account, e));
    } finally {
      cluster.delete(placement.run());
    }
  }

  private List<Finding> outcome(String what) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      JobView job = cluster.jobs(placement.run()).get(0);
      if (job.hasEnded()) {
        List<Finding> said = said(what);
        return said.isEmpty() ? List.of(unfinished(what)) : said;
      }
      if (System.nanoTime() > end || hopeless()) {
        return List.of(unfinished(what));
      }
      cluster.awaitChange(placement.run(), LOOK);
    }
  }

  /** What waiting does not mend. */
  private boolean hopeless() {
    return cluster.pods(placement.run()).stream()
        .anyMatch(pod -> pod.waiting().contains("Err") || pod.waiting().contains("BackOff"));
  }

  private Finding unfinished(String what) {
    List<JobView> jobs = cluster.jobs(placement.run());
    List<PodView> pods = cluster.pods(placement.run());
    List<Diagnosis> why = Diagnosis.of(jobs, pods, cluster.events(jobs, pods), false);
    return Finding.fail(
        what,
        why.isEmpty() ? "did not come to an end" : why.get(0).cause(),
        why.isEmpty() ? "Look at it by kubectl describe job" : why.get(0).fix(),
        ExitCode.FAILED);
  }

  /** The pod's own lines, and what it advises below them. */
  private List<Finding> said(String what) {
    List<String> lines = new ArrayList<>();
    new RunLogs(cluster, placement.run(), null, true, (source, pod, line) -> lines.add(line))
        .read();
    List<Finding> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
      String advice = next.startsWith(INDENT) ? next.strip() : "";
      Verdicts.of(line).ifPresent(health -> all.add(finding(health, what, line, advice)));
    }
    return all;
  }

  private static Finding finding(Finding.Health health, String what, String line, String advice) {
    return new Finding(
        health,
        what,
        line.substring(INDENT.length()).strip(),
        advice,
        health == Finding.Health.FAIL ? ExitCode.STORE_UNAVAILABLE : ExitCode.DONE);
  }

  /** The words with which lines of doctor begin. */
  private static final class Verdicts {
    private static final Map<String, Finding.Health> WORDS =
        Map.of(
            "ok    ", Finding.Health.OK,
            "warn  ", Finding.Health.WARN,
            "fail  ", Finding.Health.FAIL);

    private static Optional<Finding.Health> of(String line) {
      return WORDS.entrySet().stream()
          .filter(word -> line.startsWith(word.getKey()))
          .map(Map.Entry::getValue)
          .findFirst();
    }
  }
}
