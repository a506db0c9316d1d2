package realign.render;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1IPBlock;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1NetworkPolicySpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;
import realign.spec.Target;

/**
 * What pods may reach; nothing may reach them. Policies know addresses and ports alone: where the
 * target lists no addresses, any address at the ports of stores and webhooks is open.
 */
record NetworkRules(Target target, ClusterTarget cluster) {
  private static final String LIMITS = "realign/limits";
  private static final String LIMITS_TEXT =
      "Knows addresses and ports, no host names: list the addresses of store, identity service and"
          + " webhook in cluster.egress of the target to close the rest. Does nothing where the"
          + " cluster's network does not enforce policies.";

  private static final int DNS = 53;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Where API servers listen, as a pod sees them and as policies do behind the Service. */
  private static final int[] API_SERVER = {HTTPS, 6443};

  /** Who a pod is, by the provider: EC2 and GCE metadata, EKS Pod Identity, GKE's own server. */
  private static final List<String> IDENTITY =
      List.of("169.254.169.254/32:80", "169.254.170.23/32:80", "169.254.169.252/32:988");

  /** The policies of all pods, and the additional one of coordinators. */
  List<KubernetesObject> policies(Function<String, V1ObjectMeta> metadata) {
    return List.of(
        policy(metadata.apply("realign-pods"), Map.of(), all()),
        policy(
            metadata.apply("realign-coordinators"),
            Map.of(Labels.COMPONENT, Labels.COORDINATOR),
            ofCoordinators()));
  }

  private List<V1NetworkPolicyEgressRule> all() {
    List<V1NetworkPolicyEgressRule> rules = new ArrayList<>();
    rules.add(dns());
    if (cluster.identity().secret() == null) {
      IDENTITY.forEach(place -> rules.add(listed(place)));
    }
    if (cluster.egress().isEmpty()) {
      rules.add(anywhere(storePorts()));
    }
    cluster.egress().forEach(place -> rules.add(listed(place)));
    return rules;
  }

  private List<V1NetworkPolicyEgressRule> ofCoordinators() {
    Set<Integer> ports = new TreeSet<>();
    Arrays.stream(API_SERVER).forEach(ports::add);
    ClusterTarget.Notify notify = cluster.notify_();
    if (cluster.egress().isEmpty() && notify != null) {
      addPort(ports, notify.url());
    }
    return List.of(anywhere(ports));
  }

  private Set<Integer> storePorts() {
    Set<Integer> ports = new TreeSet<>(Set.of(HTTP, HTTPS));
    addPort(ports, target.s3().endpoint());
    return ports;
  }

  private static void addPort(Set<Integer> ports, @Nullable String address) {
    if (address != null) {
      int port = URI.create(address).getPort();
      ports.add(port < 0 ? (address.startsWith("https:") ? HTTPS : HTTP) : port);
    }
  }

  private static V1NetworkPolicyEgressRule dns() {
    return new V1NetworkPolicyEgressRule()
        .addPortsItem(port("UDP", DNS))
        .addPortsItem(port("TCP", DNS));
  }

  private static V1NetworkPolicyEgressRule anywhere(Set<Integer> ports) {
    return new V1NetworkPolicyEgressRule()
        .ports(ports.stream().map(number -> port("TCP", number)).toList());
  }

  /** {@code CIDR[:port]}; the colons of an address of version 6 come before the slash. */
  private static V1NetworkPolicyEgressRule listed(String place) {
    int colon = place.indexOf(':', place.indexOf('/'));
    String range = colon < 0 ? place : place.substring(0, colon);
    V1NetworkPolicyEgressRule rule =
        new V1NetworkPolicyEgressRule()
            .addToItem(new V1NetworkPolicyPeer().ipBlock(new V1IPBlock().cidr(range)));
    return colon < 0
        ? rule
        : rule.addPortsItem(port("TCP", Integer.parseInt(place.substring(colon + 1))));
  }

  private static V1NetworkPolicyPort port(String protocol, int number) {
    return new V1NetworkPolicyPort().protocol(protocol).port(new IntOrString(number));
  }

  private static V1NetworkPolicy policy(
      V1ObjectMeta metadata, Map<String, String> labels, List<V1NetworkPolicyEgressRule> egress) {
    V1LabelSelector pods = new V1LabelSelector().putMatchLabelsItem(Labels.NAME, Labels.REALIGN);
    labels.forEach(pods::putMatchLabelsItem);
    return new V1NetworkPolicy()
        .apiVersion("networking.k8s.io/v1")
        .kind("NetworkPolicy")
        .metadata(metadata.putAnnotationsItem(LIMITS, LIMITS_TEXT))
        .spec(
            new V1NetworkPolicySpec()
                .podSelector(pods)
                .policyTypes(List.of("Ingress", "Egress"))
                .egress(egress));
  }
}
