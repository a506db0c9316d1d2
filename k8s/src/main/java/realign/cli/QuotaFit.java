package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import realign.render.PodNeeds;
import realign.spec.ClusterTarget;

/** Whether the namespace's quotas leave room for a pod that computes. */
record QuotaFit(ClusterTarget cluster, List<JsonNode> quotas) {

  Finding finding() {
    if (quotas.isEmpty()) {
      return Finding.ok("cluster: quota", "none in this namespace");
    }
    List<String> never = new ArrayList<>();
    List<String> notNow = new ArrayList<>();
    for (JsonNode quota : quotas) {
      new PodNeeds(cluster)
          .amounts()
          .forEach((what, need) -> compare(quota, what, need, never, notNow));
    }
    if (!never.isEmpty()) {
      return Finding.fail(
          "cluster: quota",
          "no pod will ever fit: " + String.join(", ", never),
          "Ask for less in cluster.resources of the target, or have the quota raised",
          realign.spec.ExitCode.INVALID);
    }
    return notNow.isEmpty()
        ? Finding.ok("cluster: quota", "leaves room for a pod")
        : Finding.warn(
            "cluster: quota",
            "no room now: " + String.join(", ", notNow),
            "A run waits until others end; realign status RUN shows it");
  }

  private static void compare(
      JsonNode quota, String what, String need, List<String> never, List<String> notNow) {
    JsonNode hard = quota.path("status").path("hard");
    for (Map.Entry<String, JsonNode> limit : hard.properties()) {
      if (limits(limit.getKey(), what)) {
        BigDecimal most = NodeFit.amount(limit.getValue().asText("0"));
        BigDecimal used =
            NodeFit.amount(quota.path("status").path("used").path(limit.getKey()).asText("0"));
        String words =
            "%s of %s asks for %s, of %s %s are used"
                .formatted(
                    limit.getKey(),
                    quota.path("metadata").path("name").asText(),
                    need,
                    limit.getValue().asText(),
                    used.toPlainString());
        if (NodeFit.amount(need).compareTo(most) > 0) {
          never.add(words);
        } else if (NodeFit.amount(need).add(used).compareTo(most) > 0) {
          notNow.add(words);
        }
      }
    }
  }

  /** Quotas speak of requests by default. */
  private static boolean limits(String key, String what) {
    return key.equals(what) || key.equals("requests." + what) || key.equals("limits." + what);
  }
}
