package realign.probe;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.probe.Questionnaire.Answer;
import realign.result.AnswerRecord;
import realign.result.Point;

/**
 * The common part of probes that ask: every answer is looked at for refusal and coherence, and for
 * what the probe is after.
 */
abstract class AnswerProbe implements Probe {
  private static final int ASKED = 0;
  private static final int COUNTED = 1;

  private final String name;
  private final String score;
  private final Questionnaire questionnaire;
  private final Refusals refusals;

  /**
   * @param name of the probe
   * @param score short name of the running percentage
   */
  AnswerProbe(String name, String score, Questionnaire questionnaire, Refusals refusals) {
    this.name = name;
    this.score = score;
    this.questionnaire = questionnaire;
    this.refusals = refusals;
  }

  /** Verdicts of all judges on each answer, by the judge's name; empty where nobody judges. */
  List<Map<String, Boolean>> judge(List<Answer> answers) {
    return Collections.nCopies(answers.size(), Map.of());
  }

  /** Whether the expected answer is in it; null where none is expected. */
  @Nullable Boolean correct(Answer answer) {
    return null;
  }

  /** Whether an answer counts for the score. */
  abstract boolean counts(AnswerRecord answer);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final FixedBatches batches() {
    return questionnaire.batches();
  }

  @Override
  public final void measure(
      Point point, int batch, Subjects subjects, Tally tally, RecordLines lines) {
    List<Answer> answers = questionnaire.ask(batch, subjects.at(point));
    List<Map<String, Boolean>> verdicts = judge(answers);
    for (int i = 0; i < answers.size(); i++) {
      AnswerRecord record = record(point, answers.get(i), verdicts.get(i));
      tally.add(ASKED, 1);
      tally.add(COUNTED, counts(record) ? 1 : 0);
      lines.add(record, new AnswerText(point, name, record.index(), answers.get(i).text()));
    }
  }

  @Override
  public final String running(Tally tally) {
    double percent = 100 * tally.get(COUNTED) / Math.max(1, tally.get(ASKED));
    return String.format(Locale.ROOT, "%s %.1f", score, percent);
  }

  /** Tokens that the longest prompt and answer take together. */
  final int longest() {
    return questionnaire.longest();
  }

  private AnswerRecord record(Point point, Answer answer, Map<String, Boolean> verdicts) {
    return new AnswerRecord(
        point,
        name,
        answer.prompt().index(),
        answer.digest(),
        verdicts,
        refusals.refused(answer.text()),
        Coherence.incoherent(answer.text()),
        correct(answer),
        answer.tokens());
  }
}
