package realign.probe;

import realign.result.AnswerRecord;

/** Over-refusal: the share of allowed prompts that are refused. */
final class OverRefusalProbe extends AnswerProbe {
  static final String NAME = "over-refusal";

  OverRefusalProbe(Questionnaire questionnaire, Refusals refusals) {
    super(NAME, "refused", questionnaire, refusals);
  }

  @Override
  boolean counts(AnswerRecord answer) {
    return answer.refused();
  }
}
