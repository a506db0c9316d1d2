package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator can get wrong, and is told as a whole. */
class BadInputTest {
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void spec() {
    world = new TestWorld(folder);
    TinySpec.write(folder);
    target("  namespace: ml\n");
  }

  private void target(String lines) {
    String head = "store: s3://models/realign\ns3: {region: eu-central-1}\n";
    TinySpec.file(
        folder.resolve("target.yaml"), head + "cluster:\n  image: realign:0.1.0\n" + lines);
  }

  private int submit(String... options) {
    String[] all = new String[options.length + 5];
    String[] begin = {"submit", "tiny.yaml", "--target", "target.yaml", "--dry-run=client"};
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(options, 0, all, begin.length, options.length);
    return world.realign(all);
  }

  @Test
  void optionsTargetAndSpecAreToldTogether() {
    target("  pool: gke-sopt\n");
    int code = submit("--schedule", "61 2 * * *", "--time-zone", "Mars/X", "--name", "Ünï");
    assertThat(code).isEqualTo(3);
    assertThat(world.err())
        .contains("RLN-761", "RLN-762", "RLN-763", "Did you mean gke-spot?", "RLN-782")
        .doesNotContain("\tat ");
  }

  /** A GPU that nothing computes on costs as much as one that is used. */
  @Test
  void devicesOfSpecAndTargetAreCompared() {
    assertThat(submit()).isEqualTo(3);
    assertThat(world.err()).contains("leave it idle, since model.device is cpu");
    target("  resources: {gpus: 0}\n");
    assertThat(submit()).isEqualTo(3);
    assertThat(world.err()).doesNotContain("idle").doesNotContain("RLN-823");
    TinySpec.write(folder, TinySpec.TEXT.replace("{path: model}", "{path: model, device: cuda}"));
    assertThat(submit()).isEqualTo(3);
    assertThat(world.err()).contains("RLN-823").contains("RLN-782");
  }

  @Test
  void anOptionThatIsMissingIsAMatterOfUsage() {
    assertThat(submit("--time-zone", "Europe/Berlin")).isEqualTo(2);
    assertThat(world.err()).startsWith("error: Missing required argument(s): --schedule=CRON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status RUN",
        "report RUN",
        "logs RUN",
        "recover RUN",
        "abandon --yes RUN",
        "purge --yes --reason r RUN",
        "export RUN out",
        "fork RUN tiny.yaml --at align-000",
        "checkpoint ls RUN",
        "checkpoint show RUN align-000",
        "checkpoint pin RUN align-000",
      })
  void whatIsNoNameOfARunIsNoDefectOfTheProgram(String command) {
    for (String name : new String[] {"../../x", "Ü b", ""}) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.replaceAll(word -> word.equals("RUN") ? name : word);
      assertThat(world.realign(words.toArray(new String[0]))).as(world.err()).isEqualTo(2);
      assertThat(world.err()).contains("RLN-120").contains("realign ls");
    }
  }

  @Test
  void aSpaceThatIsHardToSeeIsShown() {
    assertThat(world.realign("ls", "--store", "s3://models/realign ")).isEqualTo(3);
    assertThat(world.err()).contains("but is \"s3://models/realign \"");
  }

  @Test
  void aKubeconfigThatIsNotThereIsNamed() {
    world.environment.put("KUBECONFIG", "/nope/config");
    assertThat(world.realign("schedule", "ls", "--target", "target.yaml")).isEqualTo(5);
    assertThat(world.err())
        .contains("KUBECONFIG must name a kubeconfig that exists, but is /nope/config");
  }

  /** Nobody is asked. */
  @Test
  void aNamespaceNeedsNoClusterToBeRendered() {
    String[] render = {"render", "--install", "--target", "target.yaml", "--namespace"};
    assertThat(world.realign(render[0], render[1], render[2], render[3], render[4], "other"))
        .as(world.err())
        .isZero();
    assertThat(world.out()).contains("namespace: other").doesNotContain("namespace: ml");
    assertThat(world.realign(render[0], render[1], render[2], render[3], render[4], "Bad NS"))
        .isEqualTo(3);
    assertThat(world.err()).contains("cluster.namespace must match").contains("Bad NS");
  }

  @Test
  void theVariableThatLeadsToThisMachineIsNamed() {
    world.environment.put("AWS_ENDPOINT_URL_S3", "http://localhost:9000");
    assertThat(world.realign("render", "--install", "--target", "target.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("AWS_ENDPOINT_URL_S3 must be an address that pods reach");
  }
}
