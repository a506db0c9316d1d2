package realign.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code scripts/crash-matrix} is asked for.
 *
 * @param store address below which each run gets a store of its own
 * @param kind what is halted at every point
 * @param moments rows of the matrix
 * @param kills how often to kill at a random moment
 * @param seed from which the random moments come
 * @param workers runs at a time
 */
record CrashOptions(
    String store, ChainKind kind, List<String> moments, int kills, long seed, int workers) {
  private static final int QUICK_KILLS = 40;
  private static final int KILLS = 1000;

  CrashOptions {
    moments = List.copyOf(moments);
  }

  static CrashOptions parse(List<String> words) {
    List<String> rest = new ArrayList<>(words);
    boolean quick = rest.remove("--quick");
    String kind = value(rest, "--chain", quick ? "toy" : "tiny");
    String only = value(rest, "--only", "");
    String kills = value(rest, "--kills", Integer.toString(quick ? QUICK_KILLS : KILLS));
    CrashOptions options =
        new CrashOptions(
            value(rest, "--store", ""),
            ChainKind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)),
            moments(only),
            Integer.parseInt(kills),
            Long.parseLong(value(rest, "--seed", "1")),
            Integer.parseInt(value(rest, "--workers", "2")));
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(rest.get(0) + ": must be an option; see --help");
    }
    return options;
  }

  private static List<String> moments(String only) {
    if (only.isEmpty()) {
      return StageMoments.all();
    }
    List<String> chosen = only.equals("none") ? List.of() : List.of(only.split(",", -1));
    if (!Set.copyOf(StageMoments.all()).containsAll(chosen)) {
      throw new IllegalArgumentException(only + ": must be of " + StageMoments.all());
    }
    return chosen;
  }

  private static String value(List<String> words, String option, String byDefault) {
    int at = words.indexOf(option);
    if (at < 0) {
      return byDefault;
    }
    if (at + 1 == words.size()) {
      throw new IllegalArgumentException(option + ": must be followed by a value");
    }
    words.remove(at);
    return words.remove(at);
  }
}
