package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The cluster of the tests itself. */
@NeedsControlPlane
class ControlPlaneTest {

  @Test
  void runsPodsAsProcesses() {
    ControlPlane cluster = ControlPlane.shared();
    String namespace = cluster.newNamespace();
    cluster.kubectl(
        "-n",
        namespace,
        "create",
        "job",
        "hello",
        "--image",
        ControlPlane.IMAGE,
        "--",
        "echo",
        "hi");
    cluster.kubectl("-n", namespace, "wait", "--for=condition=complete", "job/hello");
    assertThat(cluster.kubectl("-n", namespace, "logs", "job/hello")).isEqualTo("hi\n");
    cluster.kubectl("delete", "namespace", namespace, "--wait=false");
  }
}
