package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.custom.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import realign.render.PodNeeds;
import realign.spec.ClusterTarget;

/** Whether a pod that computes fits on a node as it is now, whatever else runs there. */
record NodeFit(ClusterTarget cluster, List<JsonNode> nodes) {

  Finding finding() {
    List<JsonNode> chosen = nodes.stream().filter(this::isChosen).toList();
    long fitting = chosen.stream().filter(this::isLargeEnough).count();
    Map<String, String> needs = new PodNeeds(cluster).amounts();
    String says = "%d of %d take a pod of %s".formatted(fitting, nodes.size(), needs);
    return fitting > 0
        ? Finding.ok("cluster: nodes", says)
        : Finding.warn(
            "cluster: nodes",
            says + (chosen.isEmpty() ? "; none has the labels " + labels() : ""),
            "Unless an autoscaler adds one, pods will stay pending: change cluster.resources,"
                + " pool or nodeSelector of the target");
  }

  private Map<String, String> labels() {
    return new PodNeeds(cluster).nodeLabels();
  }

  private boolean isChosen(JsonNode node) {
    JsonNode labels = node.path("metadata").path("labels");
    return labels().entrySet().stream()
        .allMatch(label -> labels.path(label.getKey()).asText().equals(label.getValue()));
  }

  private boolean isLargeEnough(JsonNode node) {
    JsonNode allocatable = node.path("status").path("allocatable");
    return new PodNeeds(cluster)
        .amounts().entrySet().stream()
            .allMatch(
                need ->
                    amount(allocatable.path(need.getKey()).asText("0"))
                            .compareTo(amount(need.getValue()))
                        >= 0);
  }

  static BigDecimal amount(String quantity) {
    return Quantity.fromString(quantity).getNumber();
  }
}
