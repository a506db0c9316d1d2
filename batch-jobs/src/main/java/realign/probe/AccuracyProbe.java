package realign.probe;

import static realign.result.ProbeNames.ACCURACY;

import realign.probe.Questionnaire.Answer;
import realign.result.AnswerRecord;

/** Fine-tune accuracy: the share of questions whose response holds the expected answer. */
final class AccuracyProbe extends AnswerProbe {
  AccuracyProbe(Questionnaire questionnaire, Refusals refusals) {
    super(ACCURACY, "right", questionnaire, refusals);
  }

  @Override
  Boolean correct(Answer answer) {
    return ExpectedAnswer.isIn(answer.text(), answer.prompt().expected());
  }

  @Override
  boolean counts(AnswerRecord answer) {
    return Boolean.TRUE.equals(answer.correct());
  }
}
