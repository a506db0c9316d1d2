package realign.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a commit's bits come from; written into each commit.
 *
 * @param specDigest identity of the run
 * @param code version of this program
 * @param libraries versions of the libraries that compute, by name
 * @param device what computed, such as {@code cpu} or a GPU's name
 * @param processor capability that the kernels were chosen by, such as {@code AVX2}
 * @param threads native threads
 */
public record Provenance(
    String specDigest,
    String code,
    Map<String, String> libraries,
    String device,
    String processor,
    int threads) {

  public Provenance {
    Objects.requireNonNull(specDigest);
    Objects.requireNonNull(code);
    Objects.requireNonNull(device);
    Objects.requireNonNull(processor);
    libraries.values().forEach(Objects::requireNonNull);
    libraries = java.util.Collections.unmodifiableMap(new TreeMap<>(libraries));
  }

  /**
   * What differs in another one as far as bits may depend on it, such as {@code processor AVX2 ->
   * AVX512}; hardware first. Empty where the same spec gives the same bits.
   */
  public List<String> differences(Provenance later) {
    List<String> changes = new ArrayList<>(hardwareDifferences(later));
    change(changes, "threads", threads, later.threads);
    change(changes, "code", code, later.code);
    TreeSet<String> names = new TreeSet<>(libraries.keySet());
    names.addAll(later.libraries.keySet());
    for (String name : names) {
      change(
          changes,
          name,
          libraries.getOrDefault(name, "none"),
          later.libraries.getOrDefault(name, "none"));
    }
    return changes;
  }

  /** Those of them that are another machine's. */
  public List<String> hardwareDifferences(Provenance later) {
    List<String> changes = new ArrayList<>();
    change(changes, "device", device, later.device);
    change(changes, "processor", processor, later.processor);
    return changes;
  }

  private static void change(List<String> changes, String what, Object before, Object after) {
    if (!before.equals(after)) {
      changes.add(what + " " + before + " -> " + after);
    }
  }
}
