package realign.spec;

import realign.spec.binding.Settings;

/** How a row becomes tokens, in training and in evaluation alike. */
public record TextSpec(
    @Setting(
            value = "the paper's template, or Booster's with a newline at its end",
            byDefault = "vaccine")
        Template template,
    @Setting(value = "rows are cut to this many tokens", byDefault = "200", min = 8)
        int maxLength) {

  public TextSpec {
    Settings.check(TextSpec.class, template, maxLength);
  }

  /** Names of the two prompt templates. */
  public enum Template {
    VACCINE,
    BOOSTER
  }
}
