package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import realign.spec.ClusterTarget;
import realign.spec.SpecReader;
import realign.spec.Target;

/** What a namespace needs once. */
class InstallationTest {

  @Test
  void accountsGiveNoToken() {
    List<V1ServiceAccount> accounts = all(target(""), V1ServiceAccount.class);
    assertThat(accounts)
        .extracting(account -> account.getMetadata().getName())
        .containsExactly("realign-runner", "realign-coordinator");
    assertThat(accounts).allMatch(account -> !account.getAutomountServiceAccountToken());
    assertThat(all(target("identity: {runner: one, coordinator: one}"), V1ServiceAccount.class))
        .hasSize(1);
  }

  /** No rule is wider than a resource and its verbs, and none reads a secret. */
  @Test
  void rolesNameResourcesAndVerbs() {
    ClusterTarget plain = cluster("");
    for (V1PolicyRule rule : Installation.operatorRules(plain)) {
      assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*", "escalate", "bind", "update");
      assertThat(rule.getResources()).hasSize(1).doesNotContain("*", "secrets", "nodes");
    }
    assertThat(Installation.coordinatorRules(plain))
        .extracting(V1PolicyRule::getResources)
        .containsExactly(List.of("jobs"), List.of("pods"));
    assertThat(Installation.coordinatorRules(plain))
        .extracting(V1PolicyRule::getVerbs)
        .containsExactly(
            List.of("get", "list", "watch", "create", "patch", "delete"), List.of("list", "watch"));
  }

  /** Kueue takes back a suspension of which it was not told. */
  @Test
  void whoeverStopsJobsOfAQueueMayTellKueue() {
    ClusterTarget queued = cluster("queue: {name: q}");
    for (List<V1PolicyRule> rules :
        List.of(Installation.operatorRules(queued), Installation.coordinatorRules(queued))) {
      V1PolicyRule last = rules.get(rules.size() - 1);
      assertThat(last.getApiGroups()).containsExactly("kueue.x-k8s.io");
      assertThat(last.getResources()).containsExactly("workloads");
      assertThat(last.getVerbs()).containsExactly("list", "patch");
    }
  }

  private static ClusterTarget cluster(String cluster) {
    return RunPlacement.cluster(target(cluster));
  }

  @Test
  void anyAddressIsOpenAtThePortsOfTheStoreUnlessSomeAreNamed() {
    V1NetworkPolicy open = pods(target(""));
    assertThat(ports(last(open))).containsExactly("80", "443", "9000");
    assertThat(last(open).getTo()).isNullOrEmpty();

    V1NetworkPolicy closed = pods(target("egress: ['10.0.0.0/8:9000', 'fd00::/8:443', '::/0']"));
    assertThat(closed.getSpec().getEgress())
        .extracting(rule -> rule.getTo() == null || rule.getTo().isEmpty() ? "any" : place(rule))
        .containsExactly(
            "any",
            "169.254.169.254/32 [80]",
            "169.254.170.23/32 [80]",
            "169.254.169.252/32 [988]",
            "10.0.0.0/8 [9000]",
            "fd00::/8 [443]",
            "::/0 []");
    assertThat(ports(closed.getSpec().getEgress().get(0))).containsExactly("53");
  }

  @Test
  void whoHasKeysAsksNoIdentityService() {
    assertThat(pods(target("identity: {secret: keys}")).getSpec().getEgress()).hasSize(2);
  }

  @Test
  void onlyCoordinatorsReachTheApiServerAndTheWebhook() {
    V1NetworkPolicy policy =
        all(target("notify: {url: 'http://hooks.example.org:8080/x'}"), V1NetworkPolicy.class)
            .get(1);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/component", "coordinator");
    assertThat(ports(last(policy))).containsExactly("443", "6443", "8080");
  }

  @Test
  void nothingReachesAPodAndTheLimitsAreSaid() {
    for (V1NetworkPolicy policy : all(target(""), V1NetworkPolicy.class)) {
      assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
      assertThat(policy.getSpec().getIngress()).isNullOrEmpty();
      assertThat(policy.getMetadata().getAnnotations().get("realign/limits"))
          .contains("no host names");
    }
  }

  private static V1NetworkPolicy pods(Target target) {
    return all(target, V1NetworkPolicy.class).get(0);
  }

  private static V1NetworkPolicyEgressRule last(V1NetworkPolicy policy) {
    List<V1NetworkPolicyEgressRule> rules = policy.getSpec().getEgress();
    return rules.get(rules.size() - 1);
  }

  private static String place(V1NetworkPolicyEgressRule rule) {
    return rule.getTo().get(0).getIpBlock().getCidr() + " " + ports(rule);
  }

  private static SortedSet<String> ports(V1NetworkPolicyEgressRule rule) {
    SortedSet<String> ports = new TreeSet<>(Comparator.comparingInt(Integer::parseInt));
    List<V1NetworkPolicyPort> named = rule.getPorts();
    if (named != null) {
      named.forEach(port -> ports.add(port.getPort().toString()));
    }
    return ports;
  }

  private static <T extends KubernetesObject> List<T> all(Target target, Class<T> kind) {
    return new Installation(target)
        .objects().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Target target(String cluster) {
    String yaml =
        "store: s3://b/p\ns3: {endpoint: 'http://minio:9000'}\ncluster:\n  image: i\n  "
            + cluster
            + "\n";
    return SpecReader.ofTarget().text("target.yaml", yaml).value();
  }
}
