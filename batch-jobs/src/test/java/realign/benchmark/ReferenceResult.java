package realign.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reference script printed.
 *
 * @param wallMs elapsed time of each timed step
 * @param cpuMs CPU time of each
 * @param tokens real tokens of the timed steps: trained on, or newly made
 * @param peakRssMb the most that was ever resident
 * @param importedRssMb resident with its libraries imported
 * @param loadedRssMb resident with the model loaded
 * @param firstLoss of the first step, which warms up
 * @param lastLoss of the last
 */
record ReferenceResult(
    List<Double> wallMs,
    List<Double> cpuMs,
    long tokens,
    double peakRssMb,
    double importedRssMb,
    double loadedRssMb,
    double firstLoss,
    double lastLoss) {

  static ReferenceResult of(JsonNode line) {
    List<Double> wall = list(line.path("wall_list_ms"));
    boolean generates = line.path("new_tokens").isNumber();
    return new ReferenceResult(
        wall,
        list(line.path("cpu_list_ms")),
        generates
            ? line.path("new_tokens").longValue() * wall.size()
            : line.path("real_tokens").longValue(),
        line.path("peak_rss_mb").doubleValue(),
        line.path("rss_after_import_mb").doubleValue(),
        line.path("rss_after_load_mb").doubleValue(),
        line.path("first_loss").doubleValue(),
        line.path("last_loss").doubleValue());
  }

  private static List<Double> list(JsonNode numbers) {
    List<Double> list = new ArrayList<>();
    numbers.forEach(number -> list.add(number.doubleValue()));
    return list;
  }
}
