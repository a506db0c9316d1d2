package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import realign.cluster.ClusterApi;
import realign.cluster.KubernetesCluster;
import realign.cluster.Resource;
import realign.render.Installation;
import realign.render.Phase;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Target;

/**
 * Tries what runs in a cluster take for granted: permissions, nodes, quota, admission, and the
 * store as a pod sees it. Leaves nothing behind.
 */
final class ClusterExam {
  private final KubernetesCluster cluster;
  private final Target target;
  private final RunObjects objects;

  /**
   * @param placement a run that no store has
   */
  ClusterExam(KubernetesCluster cluster, RunPlacement placement) {
    this.cluster = cluster;
    this.target = placement.target();
    this.objects = new RunObjects(placement);
  }

  /** Goes on after a failure: each has a cause of its own, but where the cluster is not reached. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(look("cluster: permissions", this::permissions));
    if (findings.get(0).exit() == ExitCode.STORE_UNAVAILABLE) {
      return findings;
    }
    findings.add(look("cluster: nodes", this::nodes));
    findings.add(look("cluster: quota", this::quota));
    findings.add(look("cluster: admission", this::admission));
    return findings;
  }

  private static Finding look(String what, Supplier<Finding> exam) {
    try {
      return exam.get();
    } catch (ProblemException e) {
      return failed(what, e);
    }
  }

  static Finding failed(String what, ProblemException e) {
    return Finding.fail(
        what, String.valueOf(e.getMessage()), e.problems().get(0).fix(), e.exitCode());
  }

  private Finding permissions() {
    List<String> missing = new ArrayList<>();
    int all = 0;
    for (V1PolicyRule rule : Installation.operatorRules(RunPlacement.cluster(target))) {
      for (String verb : rule.getVerbs()) {
        all++;
        if (!allowed(rule.getApiGroups().get(0), rule.getResources().get(0), verb)) {
          missing.add(verb + " " + rule.getResources().get(0));
        }
      }
    }
    String where = cluster.api().server() + ", namespace " + cluster.namespace();
    return missing.isEmpty()
        ? Finding.ok("cluster: permissions", all + " of " + all + " in " + where)
        : Finding.fail(
            "cluster: permissions",
            "not allowed in " + where + ": " + String.join(", ", missing),
            "Let an administrator apply realign render --install, and bind Role "
                + Installation.OPERATOR
                + " to you",
            ExitCode.CREDENTIALS);
  }

  private boolean allowed(String group, String resource, String verb) {
    ObjectNode review = new ObjectMapper().createObjectNode();
    review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
    ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
    int slash = resource.indexOf('/');
    attributes.put("namespace", cluster.namespace()).put("verb", verb).put("group", group);
    attributes.put("resource", slash < 0 ? resource : resource.substring(0, slash));
    if (slash >= 0) {
      attributes.put("subresource", resource.substring(slash + 1));
    }
    Resource reviews = Resource.of("authorization.k8s.io/v1", null, "selfsubjectaccessreviews");
    return cluster
        .api()
        .create(reviews, review, ClusterApi.Mode.REAL)
        .map(answer -> answer.path("status").path("allowed").asBoolean())
        .orElse(false);
  }

  private Finding nodes() {
    if (!allowed("", "nodes", "list")) {
      return Finding.warn(
          "cluster: nodes",
          "may not be listed, so nobody knows whether a node fits",
          "Bind ClusterRole " + Installation.NODE_READER + " to you (realign render --install)");
    }
    List<JsonNode> nodes = cluster.api().list(Resource.of("v1", null, "nodes"), "").items();
    return new NodeFit(RunPlacement.cluster(target), nodes).finding();
  }

  private Finding quota() {
    Resource quotas = Resource.of("v1", cluster.namespace(), "resourcequotas");
    return new QuotaFit(RunPlacement.cluster(target), cluster.api().list(quotas, "").items())
        .finding();
  }

  /** As strictly as the cluster can: unknown fields, defaults, policies. */
  private Finding admission() {
    Phase phase = new Phase(Phase.NIGHTLY, List.of("base"), false, true);
    cluster.create(objects.coordinator(), ClusterApi.Mode.DRY_RUN);
    cluster.create(objects.work(phase, true, null), ClusterApi.Mode.DRY_RUN);
    return Finding.ok("cluster: admission", "takes a run's Jobs (dry run)");
  }
}
