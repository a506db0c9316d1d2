package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubernetes.client.openapi.models.V1Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import realign.spec.ExitCode;

/** The cluster of a run on a real control plane. */
@NeedsControlPlane
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ControlPlane.SHARED)
class KubernetesClusterControlPlaneTest {
  private static ControlPlane plane;
  private static String namespace;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    plane = ControlPlane.shared();
    namespace = plane.newNamespace();
  }

  @AfterAll
  static void clean() {
    if (namespace != null) {
      plane.kubectl("delete", "namespace", namespace, "--wait=false");
    }
  }

  private static KubernetesCluster connect(String kubeconfig) {
    return Clusters.connect(new ClusterOptions(kubeconfig, null, namespace), Map.of(), null);
  }

  private static KubernetesCluster connect() {
    return connect(plane.kubeconfig());
  }

  private static JobView job(Cluster cluster, String run, Predicate<JobView> which) {
    // controllers need half a minute to find their way after the API server was killed
    long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (System.nanoTime() < end) {
      List<JobView> jobs = cluster.jobs(run);
      if (!jobs.isEmpty() && which.test(jobs.get(0))) {
        return jobs.get(0);
      }
      cluster.awaitChange(run, Duration.ofSeconds(5));
    }
    throw new AssertionError(cluster.jobs(run) + " " + cluster.pods(run));
  }

  @Test
  void createsWatchesAndDeletes() {
    try (KubernetesCluster cluster = connect()) {
      V1Job job = TestJobs.job("a", "a-load", "load", "echo hi; exit 3");
      assertThat(cluster.create(job, ClusterApi.Mode.DRY_RUN)).isTrue();
      assertThat(cluster.jobs("a")).isEmpty();
      assertThat(cluster.create(job)).isTrue();
      assertThat(cluster.create(job)).isFalse();
      JobView ended = job(cluster, "a", JobView::hasEnded);
      assertThat(ended.state()).isEqualTo(JobView.State.FAILED);
      assertThat(ended.component()).isEqualTo("load");
      PodView pod = cluster.pods("a").get(0);
      assertThat(pod.job()).isEqualTo("a-load");
      assertThat(pod.exitCode()).isEqualTo(3);
      assertThat(pod.phase()).isEqualTo(PodView.Phase.FAILED);
      cluster.suspend("a-load", true); // it has ended: nothing happens
      cluster.delete("a-load");
      assertThat(cluster.jobs("a")).isEmpty();
      assertThat(cluster.pods("a")).isEmpty();
      cluster.delete("a-load");
    }
  }

  @Test
  void suspendsAndResumes() {
    try (KubernetesCluster cluster = connect()) {
      cluster.create(TestJobs.job("b", "b-load", "load", "exec sleep 600"));
      job(cluster, "b", job -> job.active() == 1);
      cluster.suspend("b-load", true);
      assertThat(job(cluster, "b", job -> job.active() == 0).state())
          .isEqualTo(JobView.State.SUSPENDED);
      cluster.suspend("b-load", false);
      assertThat(job(cluster, "b", job -> job.active() == 1).state())
          .isEqualTo(JobView.State.ACTIVE);
      cluster.delete("b-load");
      assertThat(cluster.pods("b")).isEmpty();
    }
  }

  @Test
  void returnsAtOnceWhenSomethingChangedSinceTheLastLook() {
    try (KubernetesCluster cluster = connect()) {
      cluster.jobs("c");
      cluster.pods("c");
      cluster.create(TestJobs.job("c", "c", "coordinator", "exit 0"));
      assertThat(CompletableFuture.runAsync(() -> cluster.awaitChange("c", Duration.ofMinutes(5))))
          .succeedsWithin(Duration.ofSeconds(20));
      job(cluster, "c", JobView::hasEnded);
      long before = System.nanoTime();
      cluster.jobs("c");
      cluster.pods("c");
      cluster.awaitChange("c", Duration.ofMillis(300));
      assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(20).toNanos());
    }
  }

  @Test
  void survivesARestartOfTheApiServer() {
    plane.directory();
    try (KubernetesCluster cluster = connect().patient(Clusters.FOR_EVER)) {
      cluster.create(TestJobs.job("d", "d", "coordinator", "sleep 3; exit 0"));
      cluster.jobs("d");
      long old = plane.pid("apiserver");
      plane.kill("apiserver");
      assertThat(job(cluster, "d", JobView::hasEnded).state()).isEqualTo(JobView.State.COMPLETE);
      assertThat(plane.pid("apiserver")).isNotEqualTo(old);
    }
  }

  @Test
  void readsANewerCluster() throws IOException {
    try (FutureProxy future = new FutureProxy(plane.kubeconfig());
        KubernetesCluster cluster =
            connect(future.kubeconfig(folder, plane.kubeconfig()).toString())) {
      assertThat(cluster.create(TestJobs.job("e", "e", "coordinator", "echo hi"))).isTrue();
      assertThat(job(cluster, "e", JobView::hasEnded).state()).isEqualTo(JobView.State.COMPLETE);
      assertThat(cluster.pods("e").get(0).exitCode()).isZero();
      assertThat(cluster.events(cluster.jobs("e"), cluster.pods("e"))).isEmpty();
      cluster.delete("e");
      assertThat(cluster.api().find(cluster.jobs().named("e"))).isEmpty();
    }
  }

  @Test
  void refusalsSayWhatIsWrong() throws IOException {
    try (KubernetesCluster cluster = connect()) {
      V1Job bad = TestJobs.job("f", "f", "coordinator", "exit 0");
      bad.getSpec().parallelism(-1).backoffLimit(-1);
      assertThatThrownBy(() -> cluster.create(bad))
          .isInstanceOfSatisfying(
              ClusterException.class,
              e -> {
                assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
                assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(2);
                assertThat(e)
                    .hasMessageContaining("spec.parallelism")
                    .hasMessageContaining("RLN-776");
              });
    }
    try (KubernetesCluster none =
        Clusters.connect(new ClusterOptions(plane.kubeconfig(), null, "no-such"), Map.of(), null)) {
      assertThatThrownBy(() -> none.create(TestJobs.job("f", "f", "coordinator", "exit 0")))
          .isInstanceOfSatisfying(
              ClusterException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
          .hasMessageContaining("no-such")
          .hasMessageContaining("--namespace");
    }
    plane.kubectl("-n", namespace, "create", "serviceaccount", "nobody");
    try (KubernetesCluster nobody = connect(account("nobody").toString())) {
      assertThatThrownBy(() -> nobody.jobs("f"))
          .isInstanceOfSatisfying(
              ClusterException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CREDENTIALS))
          .hasMessageContaining("list jobs.batch in namespace " + namespace)
          .hasMessageContaining("realign-operator");
    }
    Path stranger =
        Files.writeString(
            folder.resolve("stranger"),
            Files.readString(Path.of(plane.kubeconfig()))
                .replaceAll("token: \"?[^\"}\\s]+\"?", "token: \"none\""));
    try (KubernetesCluster unknown = connect(stranger.toString())) {
      assertThatThrownBy(() -> unknown.jobs("f")).hasMessageContaining("RLN-773");
    }
  }

  /** The kubeconfig of a service account. */
  private Path account(String name) throws IOException {
    String token = plane.kubectl("-n", namespace, "create", "token", name).strip();
    return Files.writeString(
        folder.resolve(name + ".kubeconfig"),
        Files.readString(Path.of(plane.kubeconfig()))
            .replaceAll("token: \"?[^\"}\\s]+\"?", "token: \"" + token + "\""));
  }

  @Test
  void aPodThatWaitsIsExplained() {
    try (KubernetesCluster cluster = connect()) {
      V1Job gpu = TestJobs.job("g", "g", "coordinator", "exit 0");
      gpu.getSpec().getTemplate().getSpec().getContainers().get(0).image("no-such:1");
      cluster.create(gpu);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                List<JobView> jobs = cluster.jobs("g");
                List<PodView> pods = cluster.pods("g");
                assertThat(Diagnosis.of(jobs, pods, cluster.events(jobs, pods), false))
                    .singleElement()
                    .asString()
                    .contains("its image cannot be pulled")
                    .contains("target.cluster.image");
              });
      cluster.delete("g");
    }
  }
}
