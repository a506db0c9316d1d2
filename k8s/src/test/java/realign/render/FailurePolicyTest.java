package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import realign.spec.ExitCode;

/**
 * What the cluster does about every exit code; the rules are read here as the cluster reads them.
 */
class FailurePolicyTest {

  @ParameterizedTest
  @CsvSource({
    "FAILED, Count",
    "USAGE, FailJob",
    "INVALID, FailJob",
    "CREDENTIALS, FailJob",
    "NOT_FOUND, FailJob",
    "HELD, Ignore",
    "STORE_UNAVAILABLE, Count",
    "BLOCKED, FailJob",
    "INCONCLUSIVE, FailJob",
    "BUDGET, FailJob",
    "PREEMPTED, Ignore",
    "INTERRUPTED, Ignore",
    "TERMINATED, Ignore"
  })
  void everyCodeHasItsAction(ExitCode code, String action) {
    assertThat(action(code.number(), false, false)).isEqualTo(action);
    String ofIndex = action.equals("FailJob") ? "FailIndex" : action;
    assertThat(action(code.number(), false, true)).isEqualTo(ofIndex);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void aDisruptedPodCostsNothingUnlessItCameToAnEnd(ExitCode code) {
    boolean end = FailurePolicy.of(code) == FailurePolicy.Action.END;
    assertThat(action(code.number(), true, false)).isEqualTo(end ? "FailJob" : "Ignore");
  }

  @Test
  void aKillCountsForNothingAndAnAbortDoes() {
    assertThat(action(137, false, false)).isEqualTo("Ignore");
    assertThat(action(134, false, false)).isEqualTo("Count");
  }

  @Test
  void nobodyWatchesOverACoordinatorSoThatItsKillsCount() {
    List<V1PodFailurePolicyRule> rules = FailurePolicy.ofCoordinator().getRules();
    assertThat(action(rules, 137, false)).isEqualTo("Count");
    assertThat(action(rules, 137, true)).isEqualTo("Ignore");
    assertThat(action(rules, 75, false)).isEqualTo("Ignore");
    assertThat(action(rules, 4, false)).isEqualTo("FailJob");
    for (int code = 1; code < 256; code++) {
      boolean counts = action(rules, code, false).equals("Count");
      assertThat(FailurePolicy.spendsTry(code)).isEqualTo(counts);
    }
  }

  /** The first rule that fits; the cluster never asks about a container that ended with 0. */
  private static String action(int code, boolean disrupted, boolean indexed) {
    return action(FailurePolicy.rules(indexed).getRules(), code, disrupted);
  }

  private static String action(List<V1PodFailurePolicyRule> rules, int code, boolean disrupted) {
    return rules.stream()
        .filter(rule -> fits(rule, code, disrupted))
        .map(V1PodFailurePolicyRule::getAction)
        .findFirst()
        .orElse("Count");
  }

  private static boolean fits(V1PodFailurePolicyRule rule, int code, boolean disrupted) {
    if (rule.getOnExitCodes() == null) {
      return disrupted;
    }
    boolean named = rule.getOnExitCodes().getValues().contains(code);
    return rule.getOnExitCodes().getOperator().equals("In") == named;
  }
}
