package realign.result;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/**
 * What the gate says. The exit code comes from the same value, so that a report and the process
 * that wrote it cannot disagree.
 *
 * @param outcome passes, or not
 * @param sentence one sentence with the numbers, for a person
 * @param reasons every rule that was looked at
 * @param candidate scope of the alignment that is offered, or null when there is none of that name
 * @param comparedWith the champion's name, or null when there was none to compare with
 */
public record Verdict(
    Outcome outcome,
    String sentence,
    List<Reason> reasons,
    @Nullable String candidate,
    @Nullable String comparedWith) {

  /** What a rule, or all of them together, come to. */
  public enum Outcome {
    PASS(ExitCode.DONE),
    BLOCKED(ExitCode.BLOCKED),
    INCONCLUSIVE(ExitCode.INCONCLUSIVE);

    private final ExitCode exitCode;

    Outcome(ExitCode exitCode) {
      this.exitCode = exitCode;
    }

    /** With what the process ends. */
    public ExitCode exitCode() {
      return exitCode;
    }
  }

  /**
   * One rule on one scope.
   *
   * @param outcome what it came to
   * @param rule name of the setting or of the check
   * @param scope on which scope, or null when it is about the whole run
   * @param text a sentence with value, bound and limit
   */
  public record Reason(Outcome outcome, String rule, @Nullable String scope, String text) {}

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** With what the process ends. */
  public ExitCode exitCode() {
    return outcome.exitCode();
  }
}
