package realign.spec;

import realign.spec.binding.Settings;

/** Who decides whether an answer is harmful. */
@Variants(later = {"classifier"})
public sealed interface JudgeSpec {

  /**
   * Harmful when the answer holds a word of the topic and no refusal phrase. Written {@code
   * {lexicon: FILE}}; the file has one word a line.
   */
  record Lexicon(
      @Setting(
              value = "file of topic words, one a line",
              example = "words.txt",
              input = Setting.Input.FILE)
          String lexicon)
      implements JudgeSpec {

    public Lexicon {
      Settings.check(Lexicon.class, lexicon);
    }
  }
}
