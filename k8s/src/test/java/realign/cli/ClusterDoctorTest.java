package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.NeedsControlPlane;

/** {@code doctor --for k8s} against a control plane. */
@NeedsControlPlane
@Timeout(180)
class ClusterDoctorTest {
  private static final int INVALID = 3;

  @TempDir private Path folder;
  private ClusterWorld.Place place;

  @BeforeEach
  void place() throws IOException {
    place = ClusterWorld.shared().place(folder);
    place.needsOwnNodes();
  }

  @Test
  void findsAllWellAndLeavesNothingBehind() {
    assertThat(doctor()).as(() -> place.world.out() + place.world.err()).isZero();
    assertThat(place.world.out())
        .contains("ok    cluster: permissions: ")
        .contains(
            "ok    cluster: nodes: 2 of 4 take a pod of {cpu=1, memory=1Gi, nvidia.com/gpu=1}")
        .contains("ok    cluster: quota: none in this namespace")
        .contains("ok    cluster: admission: ")
        .contains("inside a pod as realign-runner: store: conditional put: ")
        .contains("inside a pod as realign-coordinator: store: conditional put: ");
    assertThat(place.kubectl("get", "jobs", "-o", "name")).isEmpty();
  }

  @Test
  void saysWhyNoPodWillEverFit() {
    place.kubectl("create", "quota", "small", "--hard=requests.memory=500Mi");
    assertThat(doctor()).isEqualTo(INVALID);
    assertThat(place.world.out())
        .contains("fail  cluster: quota: no pod will ever fit: requests.memory of small")
        .doesNotContain("inside a pod");
  }

  @Test
  void saysWhatIsMissingInside() throws IOException {
    place.kubectl("delete", "secret", "store");
    assertThat(doctor()).isEqualTo(1);
    assertThat(place.world.out())
        .contains("fail  inside a pod as realign-runner: ")
        .contains("store");
  }

  private int doctor() {
    return place.realign("doctor", "--for", "k8s", "--target", "target.yaml");
  }
}
