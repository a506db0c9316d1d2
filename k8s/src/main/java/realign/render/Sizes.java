package realign.render;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import realign.spec.ClusterTarget;

/**
 * What pods get. Request and limit are the same, so that they are the last that a node evicts when
 * its memory runs out.
 */
final class Sizes {
  /** Reads logs, copies what exists already, waits. */
  private static final Map<String, String> COORDINATOR = Map.of("cpu", "500m", "memory", "1Gi");

  /** Digests and tokenises, or puts a report together; never holds a model. */
  private static final Map<String, String> CHORE = Map.of("cpu", "1", "memory", "4Gi");

  private Sizes() {}

  static V1ResourceRequirements coordinator() {
    return both(COORDINATOR);
  }

  static V1ResourceRequirements work(ClusterTarget.Resources resources, Phase phase) {
    return phase.computes() ? computing(resources) : both(atMost(CHORE, resources));
  }

  private static V1ResourceRequirements computing(ClusterTarget.Resources resources) {
    return both(amountsOf(resources));
  }

  /** Of a pod that computes. */
  static Map<String, String> amountsOf(ClusterTarget.Resources resources) {
    Map<String, String> amounts = new TreeMap<>(amounts(resources));
    if (resources.gpus() > 0) {
      amounts.put(resources.gpu(), String.valueOf(resources.gpus()));
    }
    return amounts;
  }

  private static Map<String, String> amounts(ClusterTarget.Resources resources) {
    return Map.of("cpu", String.valueOf(resources.cpus()), "memory", resources.memory());
  }

  /** A small cluster's target says how much there is. */
  private static Map<String, String> atMost(
      Map<String, String> wanted, ClusterTarget.Resources resources) {
    Map<String, String> amounts = new TreeMap<>(wanted);
    amounts(resources).forEach((name, most) -> amounts.merge(name, most, Sizes::smaller));
    return amounts;
  }

  private static String smaller(String one, String other) {
    return number(one).compareTo(number(other)) <= 0 ? one : other;
  }

  private static BigDecimal number(String quantity) {
    return Quantity.fromString(quantity).getNumber();
  }

  private static V1ResourceRequirements both(Map<String, String> amounts) {
    V1ResourceRequirements both = new V1ResourceRequirements();
    new TreeMap<>(amounts)
        .forEach(
            (name, amount) -> {
              both.putRequestsItem(name, Quantity.fromString(amount));
              both.putLimitsItem(name, Quantity.fromString(amount));
            });
    return both;
  }
}
