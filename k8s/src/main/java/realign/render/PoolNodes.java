package realign.render;

import io.kubernetes.client.openapi.models.V1Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;

/** Nodes that compute: which a pod wants, and which taints it tolerates. */
record PoolNodes(ClusterTarget cluster) {

  Map<String, String> selector() {
    Map<String, String> labels = new TreeMap<>();
    cluster.pool().label().ifPresent(label -> put(labels, label));
    cluster.nodeSelector().forEach(label -> put(labels, label));
    return labels;
  }

  private static void put(Map<String, String> labels, String label) {
    int equals = label.indexOf('=');
    labels.put(label.substring(0, equals), label.substring(equals + 1));
  }

  List<V1Toleration> tolerations() {
    List<V1Toleration> all = new ArrayList<>();
    ClusterTarget.Resources resources = cluster.resources();
    if (resources.gpus() > 0) {
      all.add(toleration(resources.gpu(), null, "NoSchedule"));
    }
    cluster.pool().label().ifPresent(label -> all.add(parse(label + ":NoSchedule")));
    cluster.tolerations().forEach(taint -> all.add(parse(taint)));
    return List.copyOf(all);
  }

  /** {@code key[=value]:effect}; without a value any. */
  private static V1Toleration parse(String taint) {
    int colon = taint.lastIndexOf(':');
    String key = taint.substring(0, colon);
    String effect = taint.substring(colon + 1);
    int equals = key.indexOf('=');
    return equals < 0
        ? toleration(key, null, effect)
        : toleration(key.substring(0, equals), key.substring(equals + 1), effect);
  }

  private static V1Toleration toleration(String key, @Nullable String value, String effect) {
    V1Toleration toleration = new V1Toleration().key(key).effect(effect);
    return value == null
        ? toleration.operator("Exists")
        : toleration.operator("Equal").value(value);
  }
}
