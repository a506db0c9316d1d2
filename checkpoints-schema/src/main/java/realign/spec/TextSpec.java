package realign.spec;

import realign.spec.binding.Settings;

/** How a row becomes tokens, in training and in evaluation alike. */
public record TextSpec(
    @Setting(
            value =
                "the paper's template, Booster's with a newline at its end, or the model's own chat"
                    + " template",
            byDefault = "vaccine")
        Template template,
    @Setting(value = "rows are cut to this many tokens", byDefault = "200", min = 8)
        int maxLength) {

  public TextSpec {
    Settings.check(TextSpec.class, template, maxLength);
  }

  /** What puts a row's instruction and input into words. */
  public enum Template {
    /** The paper's, with nothing behind {@code ### Response:}. */
    VACCINE,
    /** The paper's with a newline behind it. */
    BOOSTER,
    /** The {@code chat_template} in the model's directory. */
    CHAT
  }
}
