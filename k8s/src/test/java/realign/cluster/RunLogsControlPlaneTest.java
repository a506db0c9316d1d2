package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Logs of pods that are replaced, over an API server that is killed. */
@NeedsControlPlane
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ControlPlane.SHARED)
class RunLogsControlPlaneTest {
  private static ControlPlane plane;
  private static String namespace;

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

  private static KubernetesCluster connect() {
    return Clusters.connect(new ClusterOptions(plane.kubeconfig(), null, namespace), Map.of(), null)
        .patient(Clusters.FOR_EVER);
  }

  /** Counts to 60 in its first life, which is ended at some point, and so in its second. */
  @Test
  void losesAndDoublesNothing() {
    plane.directory();
    try (KubernetesCluster cluster = connect()) {
      List<String> lines = new CopyOnWriteArrayList<>();
      cluster.create(
          TestJobs.job(
              "a",
              "a",
              "coordinator",
              "for i in $(seq 1 60); do echo $i; echo $i again; sleep 0.1; done"));
      RunLogs logs =
          new RunLogs(
              cluster, "a", null, false, (source, pod, line) -> lines.add(pod.name() + " " + line));
      CompletableFuture<RunLogs.Ending> followed = CompletableFuture.supplyAsync(logs::follow);
      await().atMost(Duration.ofSeconds(60)).until(() -> lines.size() > 10);
      String first = cluster.pods("a").get(0).name();
      plane.evict(namespace, first);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> lines.stream().filter(line -> !line.startsWith(first)).count() > 10);
      plane.kill("apiserver");
      assertThat(followed).succeedsWithin(Duration.ofSeconds(90)).isEqualTo(RunLogs.Ending.ENDED);
      String second = lines.get(lines.size() - 1).split(" ", 2)[0];
      assertThat(lines.stream().filter(line -> line.startsWith(second)))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 60)
                  .boxed()
                  .flatMap(i -> List.of(second + " " + i, second + " " + i + " again").stream())
                  .toList());
      assertThat(lines.stream().filter(line -> line.startsWith(first))).doesNotHaveDuplicates();
    }
  }

  @Test
  void readsWhatThereIs() {
    try (KubernetesCluster cluster = connect()) {
      var job = TestJobs.job("b", "b-cells", "cells", "echo $JOB_COMPLETION_INDEX; printf end");
      job.getSpec().completions(2).parallelism(2).completionMode("Indexed").backoffLimit(null);
      job.getSpec()
          .getTemplate()
          .getSpec()
          .getContainers()
          .get(0)
          .args(List.of("x", "--scope", "cell-000", "--scope", "cell-001"));
      cluster.create(job);
      await().atMost(Duration.ofSeconds(60)).until(() -> cluster.jobs("b").get(0).hasEnded());
      assertThat(cluster.jobs("b").get(0).completed()).containsExactly(0, 1);
      List<String> lines = new CopyOnWriteArrayList<>();
      RunLogs all =
          new RunLogs(
              cluster, "b", null, true, (source, pod, line) -> lines.add(source + " " + line));
      assertThat(all.read()).isEqualTo(RunLogs.Ending.ENDED);
      assertThat(lines)
          .containsExactlyInAnyOrder(
              "cells/cell-000 0", "cells/cell-000 end", "cells/cell-001 1", "cells/cell-001 end");
      lines.clear();
      RunLogs one =
          new RunLogs(cluster, "b", "cell-001", true, (source, pod, line) -> lines.add(line));
      assertThat(one.follow()).isEqualTo(RunLogs.Ending.ENDED);
      assertThat(lines).containsExactly("1", "end");
      assertThat(new RunLogs(cluster, "none", null, true, (s, p, l) -> {}).read())
          .isEqualTo(RunLogs.Ending.NOTHING);
    }
  }
}
