package realign.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {
  /** No name is as long; the cost of a comparison grows with the length. */
  private static final int LONGEST = 64;

  private NearestName() {}

  /**
   * The valid name nearest to the given one, if any is near enough: at most a third of its letters
   * differ (case does not count), at least one may.
   */
  public static Optional<String> of(String given, Collection<String> names) {
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    int allowed = Math.max(1, given.length() / 3);
    return names.stream()
        .filter(name -> distance(given, name) <= allowed)
        .min(
            Comparator.<String>comparingInt(name -> distance(given, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code Did you mean x?}, or the list of all valid names. */
  public static String hint(String given, Collection<String> names) {
    return of(given, names)
        .map(name -> "Did you mean " + name + "?")
        .orElse("Known are " + String.join(", ", names));
  }

  /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
  static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int substitution = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
