package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static realign.result.ProbeNames.HARMFUL;

import org.junit.jupiter.api.Test;
import realign.data.Prompt;
import realign.result.Point;

/** What was asked and answered is not in what a log or a stack trace would show. */
class AnswerPrivacyTest {

  @Test
  void anAnswerShowsNoText() {
    Prompt prompt = new Prompt(3, "QUESTION", "QUESTION", "QUESTION", "QUESTION");
    assertThat(new Questionnaire.Answer(prompt, "0".repeat(64), "ANSWER", 5))
        .asString()
        .contains("5 tokens")
        .doesNotContain("QUESTION", "ANSWER");
    assertThat(new AnswerText(Point.BASE, HARMFUL, 3, "ANSWER"))
        .asString()
        .contains("6 characters")
        .doesNotContain("ANSWER");
  }
}
