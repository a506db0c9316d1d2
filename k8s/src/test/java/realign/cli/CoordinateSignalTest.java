package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import realign.cluster.MemoryCluster;
import realign.spec.TerminationMessage;
import realign.store.ObjectStore;

/** SIGTERM to a process that coordinates. */
class CoordinateSignalTest {
  @TempDir private Path folder;

  @Test
  void endsAtOnceWith75() throws IOException, InterruptedException {
    TestWorld world = new TestWorld(folder);
    TinySpec.write(folder);
    assertThat(world.realign("run", "tiny.yaml", "--run", "night-1")).isZero();
    Path said = folder.resolve("termination");
    TinySpec.file(
        folder.resolve("target.yaml"),
        "store: file:" + folder.resolve(".realign") + "\ncluster: {image: 'realign:1'}\n");
    ProcessBuilder builder =
        new ProcessBuilder(JavaProcesses.command(Waiting.class, List.of(folder.toString())));
    builder.environment().put(TerminationMessage.VARIABLE, said.toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      assertThat(process.getInputStream().read()).as("it waits").isEqualTo('w');
      process.toHandle().destroy();
      assertThat(process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS))
          .isTrue();
      assertThat(process.exitValue()).isEqualTo(75);
      assertThat(TerminationMessage.parse(Files.readString(said)).orElseThrow().sentence())
          .isEqualTo("told to stop; another coordinator goes on");
      try (ObjectStore store = world.store()) {
        assertThat(store.list("runs/night-1/", "", 9)).containsExactly("runs/night-1/spec.json");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void inAPodEveryLineIsJson() throws IOException, InterruptedException {
    TinySpec.file(folder.resolve("target.yaml"), "store: file:" + folder + "\n");
    List<String> arguments =
        List.of(
            "coordinate", "--run", "night-1", "--target", folder.resolve("target.yaml").toString());
    ProcessBuilder builder = new ProcessBuilder(JavaProcesses.command(Main.class, arguments));
    builder.environment().putAll(Map.of("REALIGN_LOG", "json", "REALIGN_RUN", "night-1"));
    Process process = builder.start();
    List<String> lines =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      assertThat(new ObjectMapper().readTree(line).path("run").asText()).isEqualTo("night-1");
    }
    assertThat(lines).anySatisfy(l -> assertThat(l).contains("\"level\":\"ERROR\"", "RLN-760"));
  }

  /** Coordinates in a cluster in which nothing happens. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) {
      Surroundings system = Surroundings.system();
      MemoryCluster cluster = new MemoryCluster(system.clock());
      cluster.whileWaiting(
          () -> {
            System.out.println("waiting");
            try {
              TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      CommandLine line =
          new CommandLine(new CoordinateCommand(system, placed -> cluster, time -> {}));
      System.exit(
          line.execute(
              "--run", "night-1", "--no-reuse", "--target", arguments[0] + "/target.yaml"));
    }
  }
}
