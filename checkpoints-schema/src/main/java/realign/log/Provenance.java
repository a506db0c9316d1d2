package realign.log;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
}
