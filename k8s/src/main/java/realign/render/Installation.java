package realign.render;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1RoleRef;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import realign.spec.ClusterTarget;
import realign.spec.Target;

/**
 * What a namespace needs once, before its first run: accounts, what they may do, and what pods may
 * reach. Somebody who may administer the namespace applies it; an operator cannot.
 */
public final class Installation {
  /** Role and account that bring runs forward. */
  public static final String COORDINATOR = "realign-coordinator";

  /** Role of people who use the {@code realign} command. */
  public static final String OPERATOR = "realign-operator";

  /** Group whose members have it. */
  public static final String OPERATORS = "realign-operators";

  /** Role to list nodes, which belong to no namespace. */
  public static final String NODE_READER = "realign-operator-nodes";

  private static final String RBAC = "rbac.authorization.k8s.io";

  private final Target target;
  private final ClusterTarget cluster;

  /**
   * The installation for runs of a target.
   *
   * @throws realign.spec.ProblemException when the target names no cluster
   */
  public Installation(Target target) {
    this.target = target;
    this.cluster = RunPlacement.cluster(target);
  }

  /** All that lies in the namespace. */
  public List<KubernetesObject> objects() {
    List<KubernetesObject> all = new ArrayList<>();
    accounts().map(this::account).forEach(all::add);
    all.add(role(COORDINATOR, coordinatorRules(cluster)));
    all.add(binding(COORDINATOR, accountSubject(cluster.identity().coordinator())));
    all.add(role(OPERATOR, operatorRules(cluster)));
    all.add(binding(OPERATOR, operators()));
    all.addAll(new NetworkRules(target, cluster).policies(this::metadata));
    return List.copyOf(all);
  }

  /** What {@code doctor} needs besides to count the GPUs of nodes. For the whole cluster. */
  public List<KubernetesObject> nodeReading() {
    V1ClusterRole role =
        new V1ClusterRole()
            .apiVersion(RBAC + "/v1")
            .kind("ClusterRole")
            .metadata(named(NODE_READER))
            .rules(List.of(rule("", "nodes", "list")));
    V1ClusterRoleBinding binding =
        new V1ClusterRoleBinding()
            .apiVersion(RBAC + "/v1")
            .kind("ClusterRoleBinding")
            .metadata(named(NODE_READER))
            .roleRef(new V1RoleRef().apiGroup(RBAC).kind("ClusterRole").name(NODE_READER))
            .subjects(List.of(operators()));
    return List.of(role, binding);
  }

  /**
   * Creates the Jobs of phases and suspends them, deletes one that left its scopes open to create
   * it again, sees how they and their pods stand.
   */
  static List<V1PolicyRule> coordinatorRules(ClusterTarget cluster) {
    return withQueue(
        cluster,
        rule("batch", "jobs", "get", "list", "watch", "create", "patch", "delete"),
        rule("", "pods", "list", "watch"));
  }

  /**
   * All verbs of all commands. Jobs are created and patched (suspend, resume) and deleted; CronJobs
   * are put in place by server-side apply, which asks for {@code patch} and, for one that is new,
   * {@code create}; what {@code doctor} tries from inside is a Job, too.
   *
   * @param cluster a Job of a queue is stopped by Kueue's own object of it
   */
  public static List<V1PolicyRule> operatorRules(ClusterTarget cluster) {
    return withQueue(
        cluster,
        rule("batch", "jobs", "get", "list", "watch", "create", "patch", "delete"),
        rule("batch", "cronjobs", "get", "list", "create", "patch"),
        rule("", "pods", "get", "list", "watch"),
        rule("", "pods/log", "get"),
        rule("", "events", "list"),
        rule("", "resourcequotas", "list"));
  }

  private static List<V1PolicyRule> withQueue(ClusterTarget cluster, V1PolicyRule... rules) {
    List<V1PolicyRule> all = new ArrayList<>(List.of(rules));
    if (cluster.queue() != null) {
      all.add(rule("kueue.x-k8s.io", "workloads", "list", "patch"));
    }
    return List.copyOf(all);
  }

  /** One account may be both. */
  private Stream<String> accounts() {
    ClusterTarget.Identity identity = cluster.identity();
    return Stream.of(identity.runner(), identity.coordinator()).distinct();
  }

  /** No pod gets a token by its account: the coordinator's asks for one itself. */
  private V1ServiceAccount account(String name) {
    return new V1ServiceAccount()
        .apiVersion("v1")
        .kind("ServiceAccount")
        .metadata(metadata(name))
        .automountServiceAccountToken(false);
  }

  private V1Role role(String name, List<V1PolicyRule> rules) {
    return new V1Role().apiVersion(RBAC + "/v1").kind("Role").metadata(metadata(name)).rules(rules);
  }

  private V1RoleBinding binding(String role, RbacV1Subject subject) {
    return new V1RoleBinding()
        .apiVersion(RBAC + "/v1")
        .kind("RoleBinding")
        .metadata(metadata(role))
        .roleRef(new V1RoleRef().apiGroup(RBAC).kind("Role").name(role))
        .subjects(List.of(subject));
  }

  private RbacV1Subject accountSubject(String account) {
    return new RbacV1Subject().kind("ServiceAccount").name(account).namespace(cluster.namespace());
  }

  private static RbacV1Subject operators() {
    return new RbacV1Subject().apiGroup(RBAC).kind("Group").name(OPERATORS);
  }

  private static V1PolicyRule rule(String group, String resource, String... verbs) {
    return new V1PolicyRule()
        .apiGroups(List.of(group))
        .resources(List.of(resource))
        .verbs(List.of(verbs));
  }

  private V1ObjectMeta metadata(String name) {
    return named(name).namespace(cluster.namespace());
  }

  private static V1ObjectMeta named(String name) {
    return new V1ObjectMeta()
        .name(name)
        .labels(Map.of(Labels.NAME, Labels.REALIGN, Labels.MANAGED_BY, Labels.REALIGN));
  }
}
