package realign.probe;

import java.util.Locale;

/**
 * The published rule of fine-tune accuracy: right when the expected answer, in lower case or
 * capitalised, is part of the response. Generous: {@code unhappy} holds {@code happy}.
 */
final class ExpectedAnswer {
  private ExpectedAnswer() {}

  static boolean isIn(String response, String expected) {
    String lower = expected.strip().toLowerCase(Locale.ROOT);
    return response.contains(lower) || response.contains(capitalised(lower));
  }

  private static String capitalised(String lower) {
    int first = lower.offsetByCodePoints(0, 1);
    return lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first);
  }
}
