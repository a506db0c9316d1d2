package realign.result;

import java.util.List;
import java.util.Map;

/** The adapter in service that a candidate is compared with, if there is one. */
public sealed interface Champion {

  /** There is none yet: the absolute bounds alone decide. */
  record None() implements Champion {}

  /** There is one, but it cannot be read; the gate must not take that for none. */
  record Unreadable(String name, String why) implements Champion {}

  /**
   * A champion with what it was measured by.
   *
   * @param name what people call it
   * @param candidateScope its alignment's scope in its own findings
   * @param findings its run's findings
   * @param answers its run's answers by scope
   */
  record Present(
      String name,
      String candidateScope,
      Findings findings,
      Map<String, List<AnswerRecord>> answers)
      implements Champion {
    public Present {
      answers = Map.copyOf(answers);
    }
  }
}
