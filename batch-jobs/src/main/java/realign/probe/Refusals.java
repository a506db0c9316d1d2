package realign.probe;

import java.util.List;
import java.util.Locale;

/**
 * Tells a refusal by its phrases. Not a judgement on content: an answer that refuses and complies
 * is a refusal here.
 */
public final class Refusals {
  private final List<String> phrases;

  /**
   * @param phrases an answer that holds one of them is a refusal; case and the form of apostrophes
   *     do not count
   */
  public Refusals(List<String> phrases) {
    this.phrases = phrases.stream().map(Refusals::plain).toList();
  }

  /** Whether the answer holds a refusal phrase. */
  public boolean refused(String answer) {
    String plain = plain(answer);
    return phrases.stream().anyMatch(plain::contains);
  }

  // Tokenizers and people write I’m as often as I'm.
  private static String plain(String text) {
    return text.replace('\u2019', '\'').toLowerCase(Locale.ROOT);
  }
}
