package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.NeedsControlPlane;

/** A sweep over two GPUs, with a coordinator that is killed, a cell that fails, and one report. */
@NeedsControlPlane
@Timeout(300)
class ClusterSweepTest {
  @TempDir private Path folder;
  private ClusterWorld.Place place;

  @BeforeEach
  void place() throws IOException {
    place = ClusterWorld.shared().place(folder);
    place.needsOwnNodes();
    place.target("parallelism: 2\nretries: 0");
    place.spec(
        spec ->
            spec.replace(
                    "cells: {harmfulRatio: [0.5]}",
                    "cells: {harmfulRatio: [0, 0.2, 0.5], seed: [1, 2]}")
                .replaceAll("gate: .*", ""));
  }

  @AfterEach
  void allIsWell() throws IOException {
    ClusterWorld.shared().defect(null);
  }

  @Test
  void runsTwoCellsAtATimeAndNamesTheOneThatFailed() throws IOException {
    ClusterWorld.shared().defect("3 *--run sweep *cell-000*");
    place.submit("sweep");
    awaitJob("sweep-align");
    killCoordinator("sweep");
    awaitJob("sweep-cells");
    killCoordinator("sweep");

    int most = 0;
    Set<String> nodes = new HashSet<>();
    while (open("sweep-cells")) {
      List<JsonNode> running = running("sweep-cells");
      most = Math.max(most, running.size());
      running.forEach(pod -> nodes.add(pod.path("spec").path("nodeName").asText()));
    }
    assertThat(most).isEqualTo(2);
    assertThat(nodes).containsExactlyInAnyOrder("gpu-0", "gpu-1");

    assertThat(place.ended("sweep", Duration.ofMinutes(2))).isEqualTo("Complete");
    JsonNode report = place.report("sweep");
    assertThat(report.toString()).contains("cell-003");
    assertThat(place.items("jobs", "realign/run=sweep")).hasSize(5); // none was created twice
    assertThat(place.realign("status", "sweep", "--target", "target.yaml")).isZero();
    assertThat(place.world.out()).contains("cell-003").contains("abandoned");
  }

  private void awaitJob(String job) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> place.kubectl("get", "jobs", "-o", "name").contains("/" + job + "\n"));
  }

  private boolean open(String job) {
    return place
        .kubectl("get", "job", job, "-o", "jsonpath={.status.conditions[?(@.status=='True')].type}")
        .isEmpty();
  }

  private List<JsonNode> running(String job) throws IOException {
    return place.items("pods", "batch.kubernetes.io/job-name=" + job).stream()
        .filter(pod -> pod.path("status").path("phase").asText().equals("Running"))
        .toList();
  }

  private static void killCoordinator(String run) throws IOException {
    assertThat(ClusterWorld.kill("coordinate", "--run", run)).isEqualTo(1);
  }
}
