package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.NeedsControlPlane;

/** Runs in a cluster, from submission to report, with the real programs. */
@NeedsControlPlane
@Timeout(300)
class ClusterRunTest {
  private static final int INCONCLUSIVE = 11;

  @TempDir private Path folder;
  private ClusterWorld.Place place;

  @BeforeEach
  void place() throws IOException {
    place = ClusterWorld.shared().place(folder);
  }

  @Test
  void findsWhatALocalRunFindsAndIsNotComputedTwice() throws IOException {
    int local =
        place.realign(
            "run", "tiny.yaml", "--target", "target.yaml", "--store", "file:./here", "-o", "json");
    assertThat(local).as(place.world::err).isEqualTo(INCONCLUSIVE);
    String findings =
        JsonDocuments.single(place.world.out(), "run").path("findingsDigest").asText();

    assertThat(submit("first")).as(place.world::err).isEqualTo(INCONCLUSIVE);
    assertThat(report("first")).isEqualTo(findings);
    assumeTrue(ClusterWorld.shared().isOwn(), "tells the nodes of the own cluster apart by name");
    assertThat(nodes("first")).anyMatch(node -> node.startsWith("gpu"));

    assertThat(submit("second")).as(place.world::err).isEqualTo(INCONCLUSIVE);
    assertThat(report("second")).isEqualTo(findings);
    assertThat(nodes("second")).noneMatch(node -> node.startsWith("gpu"));
    assertThat(place.realign("status", "second", "--target", "target.yaml")).isZero();
    assertThat(place.world.out()).contains("unchanged since first");
  }

  private int submit(String run) {
    return place.realign("submit", "tiny.yaml", "--target", "target.yaml", "--run", run, "--wait");
  }

  private String report(String run) {
    assertThat(place.realign("report", run, "--target", "target.yaml", "-o", "json"))
        .as(place.world::err)
        .isZero();
    return JsonDocuments.single(place.world.out(), "report").path("findingsDigest").asText();
  }

  /** Nodes on which pods of a run were. */
  private List<String> nodes(String run) throws IOException {
    JsonNode pods =
        new ObjectMapper()
            .readTree(place.kubectl("get", "pods", "-l", "realign/run=" + run, "-o", "json"));
    return StreamSupport.stream(pods.path("items").spliterator(), false)
        .map(pod -> pod.path("spec").path("nodeName").asText())
        .toList();
  }
}
