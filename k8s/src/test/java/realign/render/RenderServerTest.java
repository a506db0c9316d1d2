package realign.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.cluster.ControlPlane;
import realign.spec.Target;

/**
 * A real API server takes every rendered object, field by field, in a namespace that admits pods of
 * the level {@code restricted} alone. Nothing but the installation is kept there.
 */
class RenderServerTest {
  private static final String LEVEL = "pod-security.kubernetes.io/";
  @TempDir private static Path folder;
  private static ControlPlane cluster;
  private static String namespace;

  @BeforeAll
  static void restrictedNamespace() throws IOException {
    cluster = ControlPlane.shared();
    namespace = cluster.newNamespace();
    cluster.kubectl(
        "label", "namespace", namespace, LEVEL + "enforce=restricted", LEVEL + "warn=restricted");
    // The accounts of both; the roles' bindings are those of the one that comes last.
    apply(new Installation(RenderCase.FULL.target(namespace)).objects());
    apply(new Installation(RenderCase.MINIMAL.target(namespace)).objects());
    apply(List.of(priorityClass()));
  }

  @AfterAll
  static void leaveNothing() {
    if (namespace != null) {
      cluster.kubectl("delete", "namespace", namespace, "--wait=false");
      cluster.kubectl("delete", "priorityclass", priorityClass().getMetadata().getName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyObjectIsValidAndWarnsOfNothing(RenderCase each) throws IOException {
    List<KubernetesObject> objects = new ArrayList<>(RenderCase.objects(each.target(namespace)));
    objects.removeIf(RenderServerTest::isInstalled);
    assertThat(create(objects).lines())
        .hasSize(objects.size())
        .allMatch(line -> line.endsWith("created (server dry run)"));
  }

  @ParameterizedTest
  @EnumSource
  void everyPodIsAdmitted(RenderCase each) throws IOException {
    List<KubernetesObject> pods = new ArrayList<>();
    templates(each.target(namespace)).forEach(template -> pods.add(pod(template, pods.size())));
    assertThat(create(pods).lines())
        .hasSize(pods.size())
        .allMatch(line -> line.endsWith("created (server dry run)"));
  }

  /** Else the tests before would prove nothing. */
  @Test
  void theServerLooksAtFieldsAndRights() {
    V1Job job = RenderCase.jobs(RenderCase.MINIMAL.target(namespace)).get(0);
    String yaml = Manifest.yaml(job);
    assertThatThrownBy(() -> create(yaml.replace("backoffLimit:", "backOffLimit:")))
        .hasMessageContaining("unknown field \"spec.backOffLimit\"");
    V1Pod pod = pod(job.getSpec().getTemplate(), 0);
    pod.getSpec().getContainers().get(0).getSecurityContext().setAllowPrivilegeEscalation(true);
    assertThatThrownBy(() -> create(List.of(pod)))
        .hasMessageContaining("violates PodSecurity \"restricted");
  }

  @Test
  void aCoordinatorCreatesJobsThatItsOwnOwns() throws IOException {
    Target target = RenderCase.MINIMAL.target(namespace);
    List<V1Job> jobs = RenderCase.jobs(target);
    String account = "system:serviceaccount:" + namespace + ":realign-coordinator";
    assertThat(as(file(jobs.subList(1, jobs.size())), "create", "--as", account))
        .contains("job.batch/demo-12e45678-cells created");
  }

  @Test
  void anOperatorAppliesASchedule() throws IOException {
    Path file = file(List.of(RenderCase.nightly(RenderCase.MINIMAL.target(namespace)).cronJob()));
    String group = Installation.OPERATORS;
    assertThat(as(file, "apply", "--server-side", "--as", "somebody", "--as-group", group))
        .contains("cronjob.batch/demo serverside-applied");
    assertThatThrownBy(() -> as(file, "apply", "--server-side", "--as", "somebody"))
        .hasMessageContaining("forbidden");
  }

  @Test
  void theBaseIsTakenByKustomizeInAnyNamespace() throws IOException {
    Path base = BaseFilesTest.BASE.toAbsolutePath();
    assertThat(cluster.kubectl("apply", "--dry-run=server", "-k", base.toString()).lines())
        .hasSize(8);
    assertThat(cluster.kubectl("apply", "--dry-run=server", "-k", base.resolve("nodes").toString()))
        .contains("clusterrole.rbac.authorization.k8s.io/realign-operator-nodes");
    Path overlay = Files.createDirectories(folder.toRealPath().resolve("overlay"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        "namespace: " + namespace + "\nresources: [" + overlay.relativize(base) + "]\n");
    assertThat(cluster.kubectl("kustomize", overlay.toString()))
        .contains("namespace: " + namespace)
        .doesNotContain("namespace: default");
  }

  private static boolean isInstalled(KubernetesObject object) {
    return !object.getKind().equals("Job")
        && !object.getKind().equals("CronJob")
        && object.getMetadata().getNamespace() != null;
  }

  private static Stream<V1PodTemplateSpec> templates(Target target) {
    return Stream.concat(
        Stream.concat(RenderCase.jobs(target).stream(), RenderCase.nightJobs(target).stream())
            .map(job -> job.getSpec().getTemplate()),
        Stream.of(
            RenderCase.nightly(target)
                .cronJob()
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()));
  }

  private static V1Pod pod(V1PodTemplateSpec template, int number) {
    return new V1Pod()
        .apiVersion("v1")
        .kind("Pod")
        .metadata(
            new V1ObjectMeta()
                .name("pod-" + number)
                .namespace(namespace)
                .labels(template.getMetadata().getLabels())
                .annotations(template.getMetadata().getAnnotations()))
        .spec(template.getSpec());
  }

  private static V1PriorityClass priorityClass() {
    return new V1PriorityClass()
        .apiVersion("scheduling.k8s.io/v1")
        .kind("PriorityClass")
        .metadata(new V1ObjectMeta().name("realign-test-batch"))
        .value(1);
  }

  private static String create(List<? extends KubernetesObject> objects) throws IOException {
    return as(file(objects), "create");
  }

  private static String create(String yaml) throws IOException {
    return as(Files.writeString(folder.resolve("one.yaml"), yaml), "create");
  }

  private static String as(Path file, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--dry-run=server", "--validate=strict", "-f", file.toString()));
    return cluster.kubectl(all.toArray(String[]::new));
  }

  private static void apply(List<? extends KubernetesObject> objects) throws IOException {
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", file(objects).toString());
  }

  private static Path file(List<? extends KubernetesObject> objects) throws IOException {
    String yaml = Manifest.yaml(objects.stream().map(object -> Manifest.of(object)).toList());
    return Files.writeString(folder.resolve("objects.yaml"), yaml);
  }
}
