package realign.coordinator;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.cluster.JobView;
import realign.cluster.PodView;
import realign.spec.ExitCode;
import realign.spec.TerminationMessage;

/**
 * Why pods failed for good.
 *
 * @param exit with what a program that reports it ends
 * @param sentence what happened, for a person
 * @param explained whether there is still a pod, or the cluster's word, that says so
 */
record Failure(ExitCode exit, String sentence, boolean explained) {
  private static final String DEADLINE = "DeadlineExceeded";

  /** A scope is not to blame for these: the same work may go on later. */
  private static final Set<ExitCode> OF_THE_SURROUNDINGS =
      Set.of(ExitCode.BUDGET, ExitCode.CREDENTIALS, ExitCode.STORE_UNAVAILABLE);

  /** Ends that a cluster tries again; where they are the last word, something else is wrong. */
  private static final Set<ExitCode> NO_LAST_WORD =
      Set.of(
          ExitCode.DONE,
          ExitCode.HELD,
          ExitCode.PREEMPTED,
          ExitCode.INTERRUPTED,
          ExitCode.TERMINATED);

  /** Why a whole Job failed. */
  static Failure of(JobView job, List<PodView> pods) {
    if (job.reason().equals(DEADLINE)) {
      return new Failure(
          ExitCode.BUDGET, "job " + job.name() + " took longer than its deadline", true);
    }
    PodView pod = lastFailed(pods);
    String cluster = (job.reason() + " " + job.message()).strip();
    return pod == null
        ? new Failure(ExitCode.FAILED, "job " + job.name() + " failed: " + cluster, false)
        : of(pod, job.name());
  }

  /** Why one index of a Job failed. */
  static Failure of(JobView job, List<PodView> pods, int index) {
    PodView pod = lastFailed(pods.stream().filter(p -> Objects.equals(p.index(), index)).toList());
    return pod == null
        ? new Failure(
            ExitCode.FAILED,
            "index %d of job %s failed, and its pod is gone".formatted(index, job.name()),
            false)
        : of(pod, job.name() + " index " + index);
  }

  private static Failure of(PodView pod, String what) {
    int code = Objects.requireNonNull(pod.exitCode());
    String words =
        TerminationMessage.parse(pod.termination())
            .map(TerminationMessage::sentence)
            .orElse(pod.termination().strip());
    String sentence = words.isEmpty() ? ExitCode.of(code).meaning() : words;
    return new Failure(exit(code), sentence + " (exit " + code + " of " + what + ")", true);
  }

  private static ExitCode exit(int code) {
    ExitCode exit = ExitCode.of(code);
    return NO_LAST_WORD.contains(exit) ? ExitCode.FAILED : exit;
  }

  /** The newest; a pod that was ended from outside explains nothing where another one failed. */
  private static @Nullable PodView lastFailed(List<PodView> pods) {
    return pods.stream()
        .filter(pod -> pod.exitCode() != null && pod.exitCode() != 0)
        .max(Comparator.comparing((PodView p) -> !p.disrupted()).thenComparing(PodView::created))
        .orElse(null);
  }

  boolean isOfTheSurroundings() {
    return OF_THE_SURROUNDINGS.contains(exit);
  }

  /** Whether it may be over by now, as the store answers whoever asks this. */
  boolean isOutage() {
    return exit == ExitCode.STORE_UNAVAILABLE;
  }

  Ending ending() {
    return Ending.of(exit, sentence);
  }
}
