package realign.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word by which a person started this program, so that a hint can be typed as it is told. Not
 * for documents and what is stored: other machines read them, and there it is {@code realign}.
 */
record ProgramName(String word) {
  /** Set by {@code scripts/realign}. */
  static final String VARIABLE = "REALIGN_PROGRAM";

  private static final String REALIGN = "realign";

  static ProgramName of(Surroundings surroundings) {
    String word = surroundings.variable(VARIABLE);
    return new ProgramName(word == null ? REALIGN : word);
  }

  /** The same text with every command line in it as it is to be typed here. */
  String in(String text) {
    return word.equals(REALIGN)
        ? text
        : hint().matcher(text).replaceAll(Matcher.quoteReplacement(word + " "));
  }

  /** {@code realign} before a command or a flag, and not as a part of a longer word or path. */
  private static Pattern hint() {
    String commands = String.join("|", Commands.ALL.keySet());
    return Pattern.compile("(?<![\\w/.-])realign (?=(?:" + commands + ")\\b|--)");
  }
}
