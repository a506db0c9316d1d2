package realign.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.cluster.ControlPlane;
import realign.cluster.NeedsControlPlane;
import realign.spec.Target;
import realign.spec.binding.Binder;

/**
 * A real API server takes every rendered object, field by field, in a namespace that admits pods of
 * the level {@code restricted} alone. Little but the installation is kept there.
 */
@NeedsControlPlane
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ControlPlane.SHARED)
class RenderServerTest {
  private static final String LEVEL = "pod-security.kubernetes.io/";
  private static final String PRIORITY = "realign-test-batch";
  @TempDir private Path folder;
  private static @Nullable String made;
  private ControlPlane cluster;
  private String namespace;

  /** Asked for by each test, so that each says that it was skipped; made once. */
  @BeforeEach
  void restrictedNamespace() throws IOException {
    cluster = ControlPlane.shared();
    namespace = made == null ? cluster.newNamespace() : made;
    if (made == null) {
      made = namespace;
      prepare();
    }
  }

  private void prepare() throws IOException {
    cluster.kubectl(
        "label", "namespace", namespace, LEVEL + "enforce=restricted", LEVEL + "warn=restricted");
    // The accounts of both; the roles' bindings are those of the one that comes last.
    apply(new Installation(RenderCase.FULL.target(namespace)).objects());
    apply(new Installation(RenderCase.MINIMAL.target(namespace)).objects());
    apply(List.of(priorityClass()));
  }

  @AfterAll
  static void leaveNothing() {
    if (made != null) {
      ControlPlane.shared().kubectl("delete", "namespace", made, "--wait=false");
      ControlPlane.shared().kubectl("delete", "priorityclass", PRIORITY);
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

  /** What the cluster fills in: target, index, names, and folders that can be written to. */
  @Test
  void podsFindWhatTheyAreTold() throws IOException {
    assertThat(cluster.directory()).as("pods are processes of this machine").exists();
    Target target = RenderCase.MINIMAL.target(namespace);
    Phase phase = new Phase("cells", List.of("cell-000", "cell-001"), true, true);
    V1Job cells = RenderCase.run(target).work(phase, true, null);
    tell(cells.getSpec());
    apply(List.of(cells));
    V1CronJob nightly = RenderCase.nightly(target).cronJob();
    nightly.getSpec().setSuspend(true);
    tell(nightly.getSpec().getJobTemplate().getSpec());
    apply(List.of(nightly));
    cluster.kubectl("-n", namespace, "create", "job", "demo-29473920", "--from=cronjob/demo");

    assertThat(ended("demo-29473920"))
        .contains("coordinate --run demo-29473920 --target ")
        .contains("run demo-29473920\n")
        .contains(Binder.tree(target).toString());
    assertThat(ended(cells.getMetadata().getName()))
        .contains("--scope cell-000 --scope cell-001 --pick 0 --target ")
        .contains("--scope cell-000 --scope cell-001 --pick 1 --target ")
        .contains("uid " + uid(cells.getMetadata().getName()) + "\n")
        .contains(Binder.tree(target).toString());
  }

  /** The program only tells what it was given. */
  private static void tell(V1JobSpec job) {
    V1Container container = job.getTemplate().getSpec().getContainers().get(0);
    String script =
        """
        set -e; echo "$@"; echo "run $REALIGN_RUN"; echo "uid $REALIGN_JOB_UID"
        cat /etc/realign/target.json
        touch "$REALIGN_WORK/a" "$TMPDIR/b" /dev/shm/c
        echo '{"exit":0}' > "$REALIGN_TERMINATION_MESSAGE"
        """;
    container.image(ControlPlane.IMAGE).command(List.of("bash", "-c", script, "pod"));
  }

  private String ended(String job) {
    String at = "--for=jsonpath={.status.conditions[?(@.type==\"Complete\")].status}=True";
    cluster.kubectl("-n", namespace, "wait", at, "--timeout=60s", "job/" + job);
    String label = Labels.JOB + "=" + job;
    return cluster.kubectl("-n", namespace, "logs", "-l", label, "--tail=-1");
  }

  private String uid(String job) {
    return cluster.kubectl("-n", namespace, "get", "job", job, "-o", "jsonpath={.metadata.uid}");
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

  private V1Pod pod(V1PodTemplateSpec template, int number) {
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
        .metadata(new V1ObjectMeta().name(PRIORITY))
        .value(1);
  }

  private String create(List<? extends KubernetesObject> objects) throws IOException {
    return as(file(objects), "create");
  }

  private String create(String yaml) throws IOException {
    return as(Files.writeString(folder.resolve("one.yaml"), yaml), "create");
  }

  private String as(Path file, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--dry-run=server", "--validate=strict", "-f", file.toString()));
    return cluster.kubectl(all.toArray(String[]::new));
  }

  private void apply(List<? extends KubernetesObject> objects) throws IOException {
    cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", file(objects).toString());
  }

  private Path file(List<? extends KubernetesObject> objects) throws IOException {
    String yaml = Manifest.yaml(objects.stream().map(object -> Manifest.of(object)).toList());
    return Files.writeString(folder.resolve("objects.yaml"), yaml);
  }
}
