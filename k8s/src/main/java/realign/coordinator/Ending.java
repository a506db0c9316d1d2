package realign.coordinator;

import org.jspecify.annotations.Nullable;
import realign.result.Verdict;
import realign.spec.ClusterTarget.Occasion;
import realign.spec.ExitCode;

/**
 * How a run came to its end in a cluster, or why it goes no further by itself.
 *
 * @param exit with what the coordinator ends
 * @param verdict what the gate said, or null
 * @param sentence what happened, for a person
 * @param occasion what a person should be told of it, or null
 */
public record Ending(
    ExitCode exit,
    Verdict.@Nullable Outcome verdict,
    String sentence,
    @Nullable Occasion occasion) {

  /** An end that a failure of the coordinator itself made. */
  public static Ending failed(ExitCode exit, String sentence) {
    return of(exit, sentence);
  }

  static Ending of(ExitCode exit, String sentence) {
    return new Ending(exit, null, sentence, occasion(exit));
  }

  /** A person knows: it was done by one. */
  public static Ending known(ExitCode exit, String sentence) {
    return new Ending(exit, null, sentence, null);
  }

  static Ending of(Verdict verdict) {
    return new Ending(
        verdict.exitCode(), verdict.outcome(), verdict.sentence(), occasion(verdict.exitCode()));
  }

  private static Occasion occasion(ExitCode exit) {
    return switch (exit) {
      case DONE -> Occasion.PASSED;
      case BLOCKED -> Occasion.BLOCKED;
      case INCONCLUSIVE -> Occasion.INCONCLUSIVE;
      case BUDGET -> Occasion.BUDGET;
      default -> Occasion.FAILED;
    };
  }
}
