package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.cluster.NeedsControlPlane;

/** A run that does not get on says why, in a sentence, and what to do. */
@NeedsControlPlane
@Timeout(180)
class ClusterCausesTest {
  @TempDir private Path folder;
  private ClusterWorld.Place place;

  @BeforeEach
  void place() throws IOException {
    place = ClusterWorld.shared().place(folder);
    place.needsOwnNodes();
    place.spec(spec -> spec.replaceAll("gate: .*", ""));
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    place.kubectl("delete", "secret", "store");
    place.submit("secretless");
    change("image: realign:test", "image: 'realign:none'");
    place.submit("imageless");
    change("image: 'realign:none'", "image: realign:test");
    cause("secretless", "secret", "store");
    cause("imageless", "realign:none");
  }

  @Test
  void saysThatNoNodeOrQuotaHasRoom() throws IOException {
    place.kubectl("create", "quota", "small", "--hard=requests.cpu=700m");
    place.submit("over-quota");
    cause("over-quota", "quota", "small");
    place.kubectl("delete", "quota", "small");
    change("gpus: 1", "gpus: 1, gpu: example.org/tpu");
    place.submit("no-gpu");
    cause("no-gpu", "example.org/tpu");
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Files.writeString(folder.resolve("safe.jsonl"), "{\"instruction\": 1}\n".repeat(200));
    place.submit("bad-data");
    assertThat(place.ended("bad-data", Duration.ofMinutes(1))).isEqualTo("Failed");
    cause("bad-data", "exit 3", "safe");
  }

  private void change(String from, String to) throws IOException {
    Path target = folder.resolve("target.yaml");
    String text = Files.readString(target);
    assertThat(text).contains(from);
    Files.writeString(target, text.replace(from, to));
  }

  private void cause(String run, String... words) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(place.realign("status", run, "--target", "target.yaml")).isZero();
              assertThat(place.world.out()).contains(words);
            });
  }
}
