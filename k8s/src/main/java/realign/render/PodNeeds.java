package realign.render;

import java.util.Map;
import java.util.TreeMap;
import realign.spec.ClusterTarget;

/** What a pod that computes asks of a node, for those who look whether there is one. */
public record PodNeeds(ClusterTarget cluster) {

  /** Amounts by the names of resources: {@code cpu}, {@code memory}, {@code nvidia.com/gpu}. */
  public Map<String, String> amounts() {
    return new TreeMap<>(Sizes.amountsOf(cluster.resources()));
  }

  /** Labels that the node must have. */
  public Map<String, String> nodeLabels() {
    return new PoolNodes(cluster).selector();
  }
}
