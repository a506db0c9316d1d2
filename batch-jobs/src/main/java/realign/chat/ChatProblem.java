package realign.chat;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** What can be wrong with a model's chat template, with rule and fix. */
enum ChatProblem {
  FAILS(
      "RLN-232",
      "must be a chat template that can be rendered here",
      "Mend the template, or choose text.template: vaccine"),
  SILENT(
      "RLN-233",
      "must be a chat template that renders what the user says",
      "Check that the template belongs to this model"),
  APART(
      "RLN-234",
      "must be a chat template whose answered question begins with its prompt",
      "Choose text.template: vaccine: with this one a model would be trained on other texts than it"
          + " is asked");

  private final String id;
  private final String rule;
  private final String fix;

  ChatProblem(String id, String rule, String fix) {
    this.id = id;
    this.rule = rule;
    this.fix = fix;
  }

  /** The problem of the template at a place, {@code FILE} or {@code FILE:LINE}. */
  ProblemException of(String place, String found) {
    return new ProblemException(
        ExitCode.INVALID, new Problem(id, "text.template", found, rule, fix).at(place));
  }
}
