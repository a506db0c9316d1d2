package realign.result;

import java.util.List;
import java.util.Map;
import realign.spec.GateSpec;

/** Promotes or blocks; a pure function. Not what reads a champion or writes one. */
public final class Gate {
  private Gate() {}

  /**
   * Decides on the candidate.
   *
   * @param answers the candidate run's answers by scope, for the paired comparison with a champion
   */
  public static Verdict decide(
      GateSpec spec, Findings findings, Map<String, List<AnswerRecord>> answers, Champion champion) {
    throw new UnsupportedOperationException();
  }
}
