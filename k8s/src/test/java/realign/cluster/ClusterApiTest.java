package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;

/** What a server that is busy, forgetful or strict does to a request. */
class ClusterApiTest {
  private static final String EMPTY = "{\"items\":[],\"metadata\":{\"resourceVersion\":\"7\"}}";
  private static final String QUEUED =
      """
      {"metadata":{"name":"j","uid":"u-1","labels":{
        "app.kubernetes.io/name":"realign","kueue.x-k8s.io/queue-name":"q"}}}""";

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
        .then(200, QUEUED)
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
        .then(200, QUEUED)
        .then(404, "{\"message\":\"the server could not find the requested resource\"}")
        .then(200, "{}");
    cluster.suspend("j", true);
    assertThat(server.requests().get(2))
        .contains("/jobs/j")
        .endsWith("{\"spec\":{\"suspend\":true}}");
  }

  /** Its pods end now; without the right to tell Kueue it may let the Job begin again. */
  @Test
  void whoMayNotTellKueueSuspendsTheJobItself() {
    server
        .then(200, QUEUED)
        .then(403, "{\"message\":\"user cannot list resource workloads\"}")
        .then(200, "{}");
    cluster.suspend("j", true);
    assertThat(server.requests().get(2)).endsWith("{\"spec\":{\"suspend\":true}}");
  }

  @Test
  void whoMayNotTellKueueLetsNoJobOfAQueueBegin() {
    server.then(200, QUEUED).then(403, "{\"message\":\"user cannot list resource workloads\"}");
    assertThatThrownBy(() -> cluster.suspend("j", false)).hasMessageContaining("RLN-774");
  }

  @Test
  void aForbiddenWatchIsTold() {
    server
        .then(200, EMPTY)
        .then(404, "{}")
        .then(200, EMPTY)
        .then(200, EMPTY)
        .then(403, "{\"message\":\"user cannot watch resource\"}");
    cluster.jobs("a");
    cluster.pods("a");
    assertThatThrownBy(() -> cluster.awaitChange("a", Duration.ofSeconds(30)))
        .hasMessageContaining("lacks the verb watch on ");
  }

  @Test
  void onlyTheJobThatIsMeantIsDeleted() {
    server
        .then(409, "{\"reason\":\"Conflict\",\"message\":\"the UID does not match\"}")
        .then(200, "{\"metadata\":{\"name\":\"j\",\"uid\":\"u-2\"}}");
    cluster.delete("j", "u-1");
    assertThat(server.requests().get(0))
        .startsWith("DELETE ")
        .contains("\"propagationPolicy\":\"Foreground\"")
        .contains("\"preconditions\":{\"uid\":\"u-1\"}");
  }

  @Test
  void whatIsNotOursIsNeitherSeenNorTouched() {
    String foreign = "{\"metadata\":{\"name\":\"j\",\"uid\":\"u-1\"}}";
    server.then(200, EMPTY).then(200, foreign);
    assertThat(cluster.jobs("j")).isEmpty();
    cluster.suspend("j", true);
    assertThatThrownBy(() -> cluster.delete("j")).hasMessageContaining("RLN-820");
    assertThatThrownBy(() -> cluster.awaitGone("j")).hasMessageContaining("RLN-820");
    assertThat(server.requests()).allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void aJobThatWasToldToGoIsNoneOfTheRun() {
    server.then(
        200,
        """
        {"items":[{"metadata":{"name":"a","deletionTimestamp":"2026-01-01T00:00:00Z"}},
                  {"metadata":{"name":"a-load"}}]}""");
    assertThat(cluster.jobs("a")).extracting(JobView::name).containsExactly("a-load");
  }

  @Test
  void theJobsOfAllRunsAreOneQuestion() {
    String ours = "\"app.kubernetes.io/name\":\"realign\"";
    server.then(
        200,
        """
        {"items":[{"metadata":{"name":"a","labels":{%1$s,"realign/run":"a"}}},
                  {"metadata":{"name":"n-29500000","labels":{%1$s,"realign/schedule":"n"}}},
                  {"metadata":{"name":"a-load","labels":{%1$s,"realign/run":"a"}},
                   "status":{"active":1,"ready":0}},
                  {"metadata":{"name":"b","deletionTimestamp":"2026-01-01T00:00:00Z",
                   "labels":{%1$s,"realign/run":"b"}}}]}"""
            .formatted(ours));
    var all = cluster.jobsOfAllRuns();
    assertThat(all).containsOnlyKeys("a", "n-29500000");
    assertThat(all.get("a")).extracting(JobView::name).containsExactly("a", "a-load");
    assertThat(all.get("a")).extracting(JobView::isPending).containsExactly(true, true);
    assertThat(server.requests()).singleElement().asString().contains("labelSelector");
  }

  /** The node is away, the API server is not. */
  @Test
  @Timeout(60)
  void aLogThatCannotBeHadIsSaid() {
    String label = "\"labels\":{\"realign/run\":\"a\",\"batch.kubernetes.io/job-name\":\"a\"}";
    String pod =
        "{\"metadata\":{\"name\":\"a-x\",%s},\"spec\":{\"nodeName\":\"gpu-0\"},\"status\":{\"phase\":\"Failed\"}}"
            .formatted(label);
    server
        .then(200, "{\"items\":[{\"metadata\":{\"name\":\"a\"}}]}")
        .then(200, "{\"items\":[%s]}".formatted(pod))
        .then(200, EMPTY);
    for (int i = 0; i < 40; i++) {
      server.then(500, "{\"message\":\"dial tcp: no route to host\"}").then(200, pod);
    }
    List<String> lines = new ArrayList<>();
    new RunLogs(cluster, "a", null, false, (source, which, line) -> lines.add(line)).read();
    assertThat(lines).singleElement().asString().contains("a-x cannot be had").contains("gpu-0");
  }
}
