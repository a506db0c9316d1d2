package realign.probe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The coherence rule of Booster's HS+: an answer in which a word occurs more than three times in a
 * row is gibberish, and gibberish must not pass for safe. It finds loops, not nonsense.
 */
final class Coherence {
  private static final int MOST_IN_A_ROW = 3;
  private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}]+");

  private Coherence() {}

  /** Whether the same word stands more than three times in a row, letters only, case ignored. */
  static boolean incoherent(String answer) {
    String previous = "";
    int inARow = 0;
    for (String word : words(answer)) {
      inARow = word.equals(previous) ? inARow + 1 : 1;
      if (inARow > MOST_IN_A_ROW) {
        return true;
      }
      previous = word;
    }
    return false;
  }

  private static List<String> words(String answer) {
    return NOT_A_LETTER
        .splitAsStream(answer.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
