package realign.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words of {@code --only}, such as {@code small,vaccine,f32,1}. Words of one kind are alternatives,
 * different kinds must all fit.
 */
record Filter(Set<String> words) {
  static final Filter NONE = new Filter(Set.of());

  private static final List<String> METHODS =
      List.of(Plan.SFT, Plan.VACCINE, Plan.ACCELERATED, Plan.GENERATE);
  private static final List<String> COMPUTES = List.of("f32", "bf16");
  private static final List<String> THREADS = List.of("1", "2");

  Filter {
    words = Set.copyOf(words);
  }

  static List<String> models() {
    return Arrays.stream(Preset.values()).map(Preset::label).toList();
  }

  /** Every word that can be given. */
  static Set<String> known() {
    Set<String> known = new TreeSet<>(models());
    known.addAll(METHODS);
    known.addAll(COMPUTES);
    known.addAll(THREADS);
    return known;
  }

  boolean admits(Configuration configuration) {
    return admits(models(), configuration.model().label())
        && admits(METHODS, configuration.method())
        && admits(COMPUTES, configuration.compute())
        && admits(THREADS, String.valueOf(configuration.threads()));
  }

  private boolean admits(List<String> kind, String word) {
    List<String> given = new ArrayList<>(kind);
    given.retainAll(words);
    return given.isEmpty() || given.contains(word);
  }
}
