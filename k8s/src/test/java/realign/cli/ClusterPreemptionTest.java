package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import realign.cluster.ControlPlane;
import realign.cluster.NeedsControlPlane;

/** A run that computes on one GPU node, from which it is driven away in every way there is. */
@NeedsControlPlane
@Timeout(300)
class ClusterPreemptionTest {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String SCOPE = "align-000";
  private static final String ALIGN = "align";
  private static final int EVERY = 10;

  @TempDir private Path folder;
  private ClusterWorld.Place place;
  private ControlPlane cluster;

  @BeforeEach
  void place() throws IOException {
    cluster = ClusterWorld.shared().cluster();
    place = ClusterWorld.shared().place(folder);
    place.needsOwnNodes();
    place.target(EVERY, "retries: 0");
    place.spec(spec -> spec.replaceFirst("epochs: 1", "epochs: 300").replaceAll("gate: .*", ""));
    cluster.kubectl("cordon", "gpu-1");
  }

  @AfterEach
  void everyNodeIsBack() throws IOException {
    if (!ClusterWorld.shared().isOwn()) {
      return;
    }
    cluster.kubectl("uncordon", "gpu-0");
    cluster.kubectl("uncordon", "gpu-1");
    cluster.kubectl("taint", "node", "gpu-0", "spot=back:PreferNoSchedule", "--overwrite");
    cluster.kubectl("taint", "node", "gpu-0", "spot-"); // of whatever effect
  }

  @Test
  void isPreemptedInThreeWaysAndLosesNothing() throws IOException {
    place.submit("driven");

    beyond("driven", 0);
    preempt();
    beyond("driven", position("driven"));
    cluster.kubectl("taint", "node", "gpu-0", "spot=gone:NoExecute");
    awaitNoPodThatRuns("driven");
    cluster.kubectl("taint", "node", "gpu-0", "spot-");
    beyond("driven", position("driven"));
    evict("driven");
    beyond("driven", position("driven"));

    assertThat(place.ended("driven", LONGEST)).isEqualTo("Complete");
    assertThat(failures("driven")).as("counted failures").isZero();
    List<JsonNode> attempts = attempts("driven");
    assertThat(attempts).hasSize(4);
    for (int i = 0; i < 3; i++) {
      assertThat(attempts.get(i).path("ending").asText()).isEqualTo("RELEASED");
      assertThat(attempts.get(i + 1).path("from")).isEqualTo(attempts.get(i).path("to"));
    }
  }

  @Test
  void isKilledOutrightAndRepeatsOneIntervalAtMost() throws IOException {
    place.submit("killed");
    beyond("killed", 0);
    assertThat(ClusterWorld.kill("realign.batch.Main", "--run", "killed")).isEqualTo(1);
    beyond("killed", position("killed") + EVERY);

    assertThat(place.ended("killed", LONGEST)).isEqualTo("Complete");
    assertThat(failures("killed")).as("counted failures").isZero();
    List<JsonNode> attempts = attempts("killed");
    assertThat(attempts).hasSize(2);
    assertThat(attempts.get(0).path("ending").asText()).isEqualTo("REPLACED");
    assertThat(attempts.get(1).path("from")).isEqualTo(attempts.get(0).path("to"));
  }

  private void beyond(String run, long position) {
    place.awaitBeyond(run, SCOPE, ALIGN, position);
  }

  private long position(String run) {
    return place.position(run, SCOPE, ALIGN);
  }

  /** Something more important wants the one GPU for a moment. */
  private void preempt() {
    cluster.apply(
        place.namespace,
        """
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: urgent}
        value: 1000
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: urgent}
        spec:
          priorityClassName: urgent
          restartPolicy: Never
          tolerations: [{key: nvidia.com/gpu, operator: Exists}]
          containers:
          - name: main
            image: realign-test:1
            command: [sleep, '1']
            resources: {limits: {nvidia.com/gpu: '1'}}
        """);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                place
                    .kubectl("get", "pod", "urgent", "-o", "jsonpath={.status.phase}")
                    .equals("Succeeded"));
    place.kubectl("delete", "pod", "urgent");
  }

  private void awaitNoPodThatRuns(String run) {
    await().atMost(Duration.ofSeconds(30)).until(() -> running(run).isEmpty());
  }

  private void evict(String run) throws IOException {
    cluster.evict(place.namespace, running(run).get(0));
  }

  private List<String> running(String run) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode pod : place.items("pods", "batch.kubernetes.io/job-name=" + run + "-nightly")) {
      if (pod.path("status").path("phase").asText().equals("Running")) {
        names.add(pod.path("metadata").path("name").asText());
      }
    }
    return names;
  }

  private int failures(String run) throws IOException {
    return place.items("jobs", "realign/run=" + run).stream()
        .mapToInt(job -> job.path("status").path("failed").asInt())
        .sum();
  }

  private List<JsonNode> attempts(String run) throws IOException {
    List<JsonNode> attempts = new ArrayList<>();
    for (JsonNode attempt : place.report(run).path("circumstances").path("attempts")) {
      if (attempt.path("scope").asText().equals(SCOPE)) {
        attempts.add(attempt);
      }
    }
    return attempts;
  }
}
