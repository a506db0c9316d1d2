package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code realign render}. */
class RenderCommandTest {
  private static final String SECRET = "wJalrXUtnFEMI-not-a-real-key";
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void spec() {
    world = new TestWorld(folder);
    TinySpec.write(folder);
    TinySpec.file(
        folder.resolve("target.yaml"),
        "store: s3://bucket/pre\ncluster: {image: 'realign:1', retries: 4}\n");
  }

  @Test
  void printsTheCoordinatorAndTheJobsAfterIt() {
    assertThat(render("tiny.yaml", "--run", "one", "-o", "name")).as(world.err()).isZero();
    assertThat(world.out().lines())
        .containsExactly(
            "job/one", "job/one-load", "job/one-align", "job/one-cells", "job/one-report");
    assertThat(world.err()).isEmpty();
  }

  @Test
  void isYamlThatSaysWhoCreatesWhat() {
    assertThat(render("tiny.yaml")).isZero();
    assertThat(world.out())
        .startsWith("# Created by realign submit")
        .contains("\n---\n# Created by the coordinator when the phase before has ended")
        .contains("# Applied by hand it would not wait.\napiVersion: batch/v1\nkind: Job\n")
        .contains("  name: tiny-")
        .contains("backoffLimit: 4")
        .doesNotContain("ownerReferences");
  }

  @Test
  void isAListAsJson() throws IOException {
    assertThat(render("tiny.yaml", "-o", "json", "--install", "--nodes")).isZero();
    JsonNode list = new ObjectMapper().readTree(world.out());
    assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(list.path("kind").asText()).isEqualTo("List");
    assertThat(list.path("items").findValuesAsText("kind"))
        .contains("ServiceAccount", "Role", "NetworkPolicy", "ClusterRole", "Job");
    assertThat(list.path("items")).hasSize(8 + 2 + 5);
  }

  @Test
  void aScheduleIsACronJobInItsPlace() {
    assertThat(render("tiny.yaml", "--schedule", "30 1 * * *", "--time-zone", "Europe/Berlin"))
        .isZero();
    assertThat(world.out())
        .startsWith("# Created by realign submit --schedule")
        .contains("kind: CronJob\nmetadata:\n  name: tiny\n")
        .contains("  schedule: \"30 1 * * *\"\n")
        .contains("  timeZone: Europe/Berlin\n")
        .doesNotContain("---");
  }

  @Test
  void theInstallationNeedsNoSpec() {
    assertThat(render("--install", "-o", "name")).isZero();
    assertThat(world.out().lines())
        .containsExactly(
            "serviceaccount/realign-runner",
            "serviceaccount/realign-coordinator",
            "role/realign-coordinator",
            "rolebinding/realign-coordinator",
            "role/realign-operator",
            "rolebinding/realign-operator",
            "networkpolicy/realign-pods",
            "networkpolicy/realign-coordinators");
  }

  /** Pods have neither the files nor the network of this machine. */
  @Test
  void howThisMachineReachesS3IsToldToPods() throws IOException {
    TinySpec.file(
        folder.resolve("config"),
        "[default]\nregion = eu-west-1\n[profile other]\nregion = eu-central-1\n");
    world.environment.put("AWS_CONFIG_FILE", "config");
    world.environment.put("AWS_PROFILE", "other");
    assertThat(render("tiny.yaml")).as(world.err()).isZero();
    assertThat(world.out()).contains("eu-central-1");
    world.environment.put("AWS_REGION", "eu-north-1");
    assertThat(render("tiny.yaml")).isZero();
    assertThat(world.out()).contains("eu-north-1");
    world.environment.put("AWS_ENDPOINT_URL", "http://localhost:9000");
    assertThat(render("tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-822").contains("s3.endpoint");
  }

  @Test
  void theSameTwiceIsTheSame() {
    assertThat(render("tiny.yaml", "--install")).isZero();
    String first = world.out();
    render("tiny.yaml", "--install");
    assertThat(world.out()).isEqualTo(first);
  }

  /** What the machine of the operator knows stays there. */
  @Test
  void nothingOfTheEnvironmentIsPrinted() {
    for (String name :
        List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "REALIGN_WEBHOOK",
            "REALIGN_BATCH_JAVA_OPTS")) {
      world.environment.put(name, SECRET);
    }
    for (String form : List.of("yaml", "json", "name")) {
      assertThat(render("tiny.yaml", "--install", "-o", form)).isZero();
      assertThat(world.out() + world.err()).doesNotContain(SECRET);
    }
  }

  @Test
  void touchesNothing() throws IOException {
    List<Path> before = files();
    assertThat(render("tiny.yaml", "--install")).isZero();
    assertThat(files()).isEqualTo(before);
    assertThat(world.child.calls).isEmpty();
  }

  @Test
  void aRelativeStoreIsMadeAbsolute() {
    TinySpec.file(folder.resolve("target.yaml"), "store: file:here\ncluster: {image: i}\n");
    assertThat(render("tiny.yaml")).isZero();
    assertThat(world.out()).contains(folder.resolve("here").toString());
  }

  @Test
  void problemsAreTold() {
    assertThat(render()).isEqualTo(2);
    assertThat(world.err()).contains("SPEC is missing").contains("RLN-764");
    assertThat(render("tiny.yaml", "--schedule", "often", "--time-zone", "Mars")).isEqualTo(2);
    assertThat(world.err()).contains("RLN-761").contains("RLN-762");
    assertThat(render("tiny.yaml", "--run", "No")).isEqualTo(2);
    assertThat(world.err()).contains("RLN-120");
    assertThat(world.realign("render", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-760").contains("--target FILE");
    assertThat(world.realign("render", "--install")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-760");
  }

  private int render(String... options) {
    return world.realign(
        Stream.concat(Stream.of("render", "--target", "target.yaml"), Stream.of(options))
            .toArray(String[]::new));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
