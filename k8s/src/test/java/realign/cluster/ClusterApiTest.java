package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;

/** What a server that is busy, forgetful or strict does to a request. */
class ClusterApiTest {
  private static final String EMPTY = "{\"items\":[],\"metadata\":{\"resourceVersion\":\"7\"}}";
  @TempDir private Path folder;
  private ScriptedServer server;
  private KubernetesCluster cluster;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    cluster = server.connect(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  @Test
  void aBusyServerIsAskedAgain() {
    server.then(503, "").then(429, "slow down").then(500, "{}").then(200, EMPTY);
    assertThat(cluster.api().list(cluster.jobs(), "").version()).isEqualTo("7");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void patienceEnds() {
    server.then(503, "{\"message\":\"etcd is away\"}");
    KubernetesCluster hasty = cluster.patient(Duration.ofMillis(300));
    assertThatThrownBy(() -> hasty.jobs("a"))
        .isInstanceOfSatisfying(
            ClusterException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STORE_UNAVAILABLE))
        .hasMessageContaining("etcd is away");
    assertThat(server.requests()).hasSizeBetween(2, 5);
  }

  @Test
  void pagesThatBecameTooOldAreReadAgain() {
    server
        .then(200, page("a", "next"))
        .then(410, "{\"reason\":\"Expired\"}")
        .then(200, page("b", "next"))
        .then(200, page("c", ""));
    assertThat(cluster.api().list(cluster.jobs(), "x=y").items())
        .extracting(Json::name)
        .containsExactly("b", "c");
  }

  private static String page(String name, String next) {
    return "{\"items\":[{\"metadata\":{\"name\":\"%s\"}}],\"metadata\":{\"continue\":\"%s\"}}"
        .formatted(name, next);
  }

  @Test
  void aWatchOfAForgottenPastReturnsSoon() {
    server
        .then(200, EMPTY)
        .then(404, "{}")
        .then(200, EMPTY)
        .then(200, EMPTY)
        .then(200, "{\"type\":\"ERROR\",\"object\":{\"code\":410}}\n");
    cluster.jobs("a");
    cluster.pods("a");
    long before = System.nanoTime();
    cluster.awaitChange("a", Duration.ofSeconds(30));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(server.requests())
        .anySatisfy(r -> assertThat(r).contains("watch=true").contains("resourceVersion=7"));
  }

  @Test
  void aConflictIsOnlyFineWhenItMeansExists() {
    var job = JsonNodeFactory.instance.objectNode();
    server.then(409, "{\"reason\":\"AlreadyExists\"}");
    assertThat(cluster.api().create(cluster.jobs(), job, ClusterApi.Mode.REAL)).isEmpty();
    server.then(409, "{\"reason\":\"Conflict\",\"message\":\"being deleted\"}");
    assertThat(cluster.api().create(cluster.jobs(), job, ClusterApi.Mode.REAL)).isEmpty();
    assertThatThrownBy(() -> cluster.api().create(cluster.jobs(), job, ClusterApi.Mode.REAL))
        .hasMessageContaining("RLN-777")
        .hasMessageContaining("being deleted");
  }

  @Test
  void aQuotaIsNoMatterOfRoles() {
    server.then(403, "{\"message\":\"jobs \\\"a\\\" is forbidden: exceeded quota: few\"}");
    assertThatThrownBy(
            () ->
                cluster
                    .api()
                    .create(
                        cluster.jobs(),
                        JsonNodeFactory.instance.objectNode(),
                        ClusterApi.Mode.REAL))
        .isInstanceOfSatisfying(
            ClusterException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining("exceeded quota: few");
  }

  /** Kueue would take back a suspension that is not its own. */
  @Test
  void aQueuedJobIsStoppedByItsWorkload() {
    server
        .then(
            200,
            """
            {"metadata":{"name":"j","uid":"u-1","labels":{"kueue.x-k8s.io/queue-name":"q"}}}""")
        .then(
            200,
            """
            {"items":[{"metadata":{"name":"job-j","ownerReferences":[{"uid":"u-1"}]}}]}""")
        .then(200, "{}");
    cluster.suspend("j", true);
    assertThat(server.requests().get(2))
        .startsWith("PATCH /apis/kueue.x-k8s.io/v1beta1/namespaces/ml/workloads/job-j")
        .endsWith("{\"spec\":{\"active\":false}}");
  }

  @Test
  void aQueuedJobWithoutKueueIsSuspendedItself() {
    server
        .then(
            200,
            """
            {"metadata":{"name":"j","uid":"u-1","labels":{"kueue.x-k8s.io/queue-name":"q"}}}""")
        .then(404, "{\"message\":\"the server could not find the requested resource\"}")
        .then(200, "{}");
    cluster.suspend("j", true);
    assertThat(server.requests().get(2))
        .contains("/jobs/j")
        .endsWith("{\"spec\":{\"suspend\":true}}");
  }
}
