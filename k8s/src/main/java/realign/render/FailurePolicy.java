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
final class FailurePolicy {
  /** What an exit code means to a Job. */
  enum Action {
    /** No failure. */
    NONE,
    /** Trying again would end the same way. */
    END,
    /** Nobody's fault: try again, as often as it happens. */
    IGNORE,
    /** Perhaps a bug: try again, a few times. */
    COUNT
  }

  private FailurePolicy() {}

  static Action of(ExitCode code) {
    return switch (code) {
      case DONE -> Action.NONE;
      case USAGE, INVALID, CREDENTIALS, NOT_FOUND, BLOCKED, INCONCLUSIVE, BUDGET -> Action.END;
      case HELD, PREEMPTED -> Action.IGNORE;
      case FAILED, STORE_UNAVAILABLE, INTERRUPTED, TERMINATED -> Action.COUNT;
    };
  }

  /** A verdict counts even when the pod was preempted while it told it. */
  static V1PodFailurePolicy rules(boolean indexed) {
    List<Integer> ending = codes(Action.END);
    List<Integer> ignored = codes(Action.IGNORE);
    List<Integer> both = Stream.concat(ending.stream(), ignored.stream()).sorted().toList();
    return new V1PodFailurePolicy()
        .addRulesItem(onCodes(indexed ? "FailIndex" : "FailJob", "In", ending))
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
