package realign.result;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The judgement on one answer, without its text; a line of the record stream {@code answers}. The
 * text itself is a line of the restricted stream {@code texts}.
 *
 * @param point when
 * @param probe {@code harmful}, {@code over-refusal} or {@code accuracy}
 * @param index index of the prompt in the probe's set
 * @param prompt SHA-256 of the prompt's text, by which runs are paired
 * @param harmful verdict of each judge by its name; empty for other probes
 * @param refused whether the answer holds a refusal phrase
 * @param incoherent whether the same word occurs more than three times in a row (HS+)
 * @param correct whether the expected answer is in it; null for other probes
 * @param tokens tokens of the answer
 */
public record AnswerRecord(
    Point point,
    String probe,
    int index,
    String prompt,
    Map<String, Boolean> harmful,
    boolean refused,
    boolean incoherent,
    @Nullable Boolean correct,
    int tokens) {

  public AnswerRecord {
    harmful = Map.copyOf(harmful);
  }
}
