package realign.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a report's numbers come from.
 *
 * @param name name of the spec
 * @param specDigest identity of the run
 * @param inputs content digests of the inputs, by what they are for
 * @param settings the settings that matter to a reader, by their path in the spec
 * @param seeds all seeds, by what they are for
 * @param scopeDigests digests that each scope's end names, as {@code scope/name}
 * @param reproduce commands that compute the same numbers again
 */
public record ReportProvenance(
    String name,
    String specDigest,
    Map<String, String> inputs,
    Map<String, String> settings,
    Map<String, String> seeds,
    Map<String, String> scopeDigests,
    List<String> reproduce) {

  public ReportProvenance {
    inputs = sorted(inputs);
    settings = sorted(settings);
    seeds = sorted(seeds);
    scopeDigests = sorted(scopeDigests);
    reproduce = List.copyOf(reproduce);
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    return java.util.Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
