package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.ControlPlane;
import realign.cluster.NeedsControlPlane;

/** What operators and clusters do to a run that computes. */
@NeedsControlPlane
@Timeout(300)
class ClusterOperationTest {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String SCOPE = "align-000";
  private static final String ALIGN = "align";

  @TempDir private Path folder;
  private ClusterWorld.Place place;
  private ControlPlane cluster;

  @BeforeEach
  void place() throws IOException {
    cluster = ClusterWorld.shared().cluster();
    place = ClusterWorld.shared().place(folder);
    place.needsOwnNodes();
    place.target(10, "retries: 0");
    place.spec(spec -> spec.replaceFirst("epochs: 1", "epochs: 200").replaceAll("gate: .*", ""));
  }

  @AfterEach
  void theNodeIsBack() throws IOException {
    if (!ClusterWorld.shared().isOwn()) {
      return;
    }
    cluster.simulate("gpu-0", null);
    cluster.kubectl("taint", "node", "gpu-0", "lost=back:PreferNoSchedule", "--overwrite");
    cluster.kubectl("taint", "node", "gpu-0", "lost-");
    cluster.kubectl("uncordon", "gpu-1");
  }

  @Test
  void whatIsStoppedStaysStoppedUntilItIsRestarted() throws IOException {
    place.submit("halted");
    place.awaitBeyond("halted", SCOPE, ALIGN, 0);
    assertThat(realign("stop", "halted")).as(place.world::err).isZero();
    await().atMost(Duration.ofSeconds(30)).until(() -> pods("halted") == 0);
    long position = place.position("halted", SCOPE, ALIGN);

    assertThat(realign("submit", "tiny.yaml", "--run", "halted")).isNotZero();
    assertThat(place.world.err()).contains("realign restart halted");
    assertThat(pods("halted")).isZero();

    assertThat(realign("restart", "halted")).as(place.world::err).isZero();
    assertThat(place.ended("halted", LONGEST)).isEqualTo("Complete");
    JsonNode second = attempt("halted", 1);
    assertThat(second.path("from").asText()).isEqualTo(ALIGN + " " + position);
  }

  @Test
  void aSecondPodForTheScopeWaitsAndLosesNothing() throws IOException {
    place.submit("twice");
    place.awaitBeyond("twice", SCOPE, ALIGN, 0);
    cluster.apply(place.namespace, twin("twice-nightly", "twice-twin").toString());

    assertThat(place.ended("twice", LONGEST)).isEqualTo("Complete");
    assertThat(place.ended("twice-twin", LONGEST)).isEqualTo("Complete");
    assertThat(attempt("twice", 1).isMissingNode()).as("one attempt alone").isTrue();
    assertThat(realign("checkpoint", "verify", "twice")).as(place.world::out).isZero();
  }

  @Test
  void aLostNodeIsNamedAndTheRunGoesOnElsewhere() throws IOException {
    cluster.kubectl("cordon", "gpu-1");
    place.submit("lost");
    place.awaitBeyond("lost", SCOPE, ALIGN, 0);
    cluster.simulate("gpu-0", "down");
    cluster.kubectl("uncordon", "gpu-1");
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> status("lost").contains("out-of-service"));
    assertThat(place.world.out() + place.world.err()).contains("gpu-0");
    String taint = "node.kubernetes.io/out-of-service";
    cluster.kubectl("taint", "node", "gpu-0", taint + "=nodeshutdown:NoExecute");
    try {
      assertThat(place.ended("lost", LONGEST)).isEqualTo("Complete");
    } finally {
      cluster.kubectl("taint", "node", "gpu-0", taint + "-");
    }
    assertThat(attempt("lost", 0).path("ending").asText()).isEqualTo("REPLACED");
    assertThat(attempt("lost", 1).path("from")).isEqualTo(attempt("lost", 0).path("to"));
  }

  @Test
  void whoWatchesSurvivesTheApiServer() throws IOException {
    TestWorld other = place.another();
    CompletableFuture<Integer> watching =
        CompletableFuture.supplyAsync(
            () -> {
              await().until(() -> status("watched").contains("watched"));
              return other.realign("status", "watched", "-w", "--target", "target.yaml");
            });
    CompletableFuture<Integer> killer =
        CompletableFuture.supplyAsync(
            () -> {
              place.awaitBeyond("watched", SCOPE, ALIGN, 0);
              cluster.kill("apiserver");
              return 0;
            });
    TestWorld submitting = place.another();
    assertThat(
            submitting.realign(
                "submit", "tiny.yaml", "--target", "target.yaml", "--run", "watched", "--wait"))
        .as(submitting::err)
        .isZero();
    assertThat(killer.join()).isZero();
    assertThat(watching.join()).as(other::err).isZero();
    assertThat(other.out()).contains("report").contains("done");
  }

  private int realign(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "target.yaml";
    return place.realign(all);
  }

  private synchronized String status(String run) {
    int unused = realign("status", run);
    return place.world.out() + place.world.err();
  }

  private int pods(String run) throws IOException {
    return (int)
        place.items("pods", "realign/run=" + run).stream()
            .filter(pod -> pod.path("status").path("phase").asText().matches("Running|Pending"))
            .count();
  }

  private JsonNode attempt(String run, int index) throws IOException {
    int seen = 0;
    for (JsonNode attempt : place.report(run).path("circumstances").path("attempts")) {
      if (attempt.path("scope").asText().equals(SCOPE) && seen++ == index) {
        return attempt;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** The same Job under another name, as no coordinator would create it. */
  private JsonNode twin(String job, String name) throws IOException {
    JsonNode old = new ObjectMapper().readTree(place.kubectl("get", "job", job, "-o", "json"));
    ObjectNode twin = new ObjectMapper().createObjectNode();
    twin.put("apiVersion", "batch/v1").put("kind", "Job").putObject("metadata").put("name", name);
    ObjectNode spec = ((ObjectNode) old.path("spec")).deepCopy();
    spec.remove("selector");
    ObjectNode labels = (ObjectNode) spec.path("template").path("metadata").path("labels");
    labels.remove(
        java.util.List.of(
            "controller-uid",
            "job-name",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name"));
    twin.set("spec", spec);
    return twin;
  }
}
