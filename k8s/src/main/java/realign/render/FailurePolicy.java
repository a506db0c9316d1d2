package realign.render;

import io.kubernetes.client.openapi.models.V1PodFailurePolicy;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnExitCodesRequirement;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnPodConditionsPattern;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import realign.spec.ExitCode;

/** What a Job does about a pod that failed. The first rule that fits decides. */
public final class FailurePolicy {
  /** What an exit code means to a Job. */
  public enum Action {
    /** No failure. */
    NONE,
    /** Trying again would end the same way. */
    END,
    /**
     * Not by the program's own doing: try again. What bounds it is {@code
     * recoveriesWithoutProgress}, which the program counts by its log, and the coordinator by pods.
     */
    IGNORE,
    /** Perhaps a bug: try again, a few times. */
    COUNT
  }

  /** SIGKILL: the kernel for want of memory, a node, a person. No program ends so by itself. */
  private static final int KILLED = 137;

  private FailurePolicy() {}

  /** What a Job does about a program that ended so. */
  public static Action of(ExitCode code) {
    return switch (code) {
      case DONE -> Action.NONE;
      case USAGE, INVALID, CREDENTIALS, NOT_FOUND, BLOCKED, INCONCLUSIVE, BUDGET -> Action.END;
      case HELD, PREEMPTED, INTERRUPTED, TERMINATED -> Action.IGNORE;
      case FAILED, STORE_UNAVAILABLE -> Action.COUNT;
    };
  }

  /** Whether a coordinator that ended so spends one of the tries that its Job has. */
  public static boolean spendsTry(int exitCode) {
    return exitCode == KILLED || of(ExitCode.of(exitCode)) == Action.COUNT;
  }

  /** Nobody counts the pods of who counts: a coordinator that is killed each time has an end. */
  static V1PodFailurePolicy ofCoordinator() {
    return rules("FailJob", codes(Action.IGNORE));
  }

  /** A verdict counts even when the pod was preempted while it told it. */
  static V1PodFailurePolicy rules(boolean indexed) {
    List<Integer> ignored =
        Stream.concat(codes(Action.IGNORE).stream(), Stream.of(KILLED)).sorted().toList();
    return rules(indexed ? "FailIndex" : "FailJob", ignored);
  }

  private static V1PodFailurePolicy rules(String end, List<Integer> ignored) {
    List<Integer> ending = codes(Action.END);
    List<Integer> both = Stream.concat(ending.stream(), ignored.stream()).sorted().toList();
    return new V1PodFailurePolicy()
        .addRulesItem(onCodes(end, "In", ending))
        .addRulesItem(onDisruption())
        .addRulesItem(onCodes("Ignore", "In", ignored))
        .addRulesItem(onCodes("Count", "NotIn", both));
  }

  private static V1PodFailurePolicyRule onDisruption() {
    return new V1PodFailurePolicyRule()
        .action("Ignore")
        .addOnPodConditionsItem(
            new V1PodFailurePolicyOnPodConditionsPattern().type("DisruptionTarget").status("True"));
  }

  private static V1PodFailurePolicyRule onCodes(
      String action, String operator, List<Integer> codes) {
    return new V1PodFailurePolicyRule()
        .action(action)
        .onExitCodes(
            new V1PodFailurePolicyOnExitCodesRequirement()
                .containerName(Pods.CONTAINER)
                .operator(operator)
                .values(codes));
  }

  private static List<Integer> codes(Action action) {
    return Arrays.stream(ExitCode.values())
        .filter(code -> of(code) == action)
        .map(ExitCode::number)
        .sorted()
        .toList();
  }
}
