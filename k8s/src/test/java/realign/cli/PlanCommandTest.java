package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code realign plan}: numbers that were counted by hand. */
class PlanCommandTest {
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void spec() {
    world = new TestWorld(folder);
    TinySpec.write(folder);
  }

  @Test
  void countsParametersStepsAndBytes() {
    JsonNode plan = plan();
    // 512*64 embedding; a layer: q, o 64*64, k, v 64*32, three of 64*172, two norms; last norm
    long layer = 2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 172 + 2 * 64;
    assertThat(plan.path("modelParameters").asLong()).isEqualTo(512 * 64 + 2 * layer + 64);
    // rank 2 on q (64 -> 64) and v (64 -> 32) of two layers
    long adapter = 2 * 2 * ((64 + 64) + (64 + 32));
    assertThat(plan.path("trainedParameters").asLong()).isEqualTo(adapter);
    JsonNode align = scope(plan, "align-000");
    assertThat(align.path("checkpointBytes").asLong()).isEqualTo(12 * adapter);
    assertThat(align.path("rows").asLong()).isEqualTo(20);
    assertThat(align.path("rowsExact").asBoolean()).isFalse();
    assertThat(align.path("steps").asLong()).isEqualTo(3 * 4);
  }

  @Test
  void knowsTheStepsOfAnAttackExactly() {
    JsonNode cell = scope(plan(), "cell-001");
    // int(0.05 * 40) + int(0.95 * 40) rows, 4 batches of 10, twice
    assertThat(cell.path("rows").asLong()).isEqualTo(40);
    assertThat(cell.path("steps").asLong()).isEqualTo(8);
    assertThat(cell.path("stepsExact").asBoolean()).isTrue();
    // measured at 0, 4 and at the end, 30 prompts each
    assertThat(cell.path("prompts").asLong()).isEqualTo(90);
  }

  @Test
  void refusesToTrainWeightsThatNoBlobHolds() {
    String all =
        TinySpec.TEXT.replace("lora: {rank: 2, targets: [q_proj, v_proj]}", "trained: all");
    TinySpec.write(folder, all);
    assertThat(world.realign("plan", "tiny.yaml")).as(world.err()).isZero();
    TinySpec.file(
        folder.resolve("model/config.json"),
        TinySpec.CONFIG.replace("\"vocab_size\": 512", "\"vocab_size\": 8400000"));
    assertThat(world.realign("plan", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-507").contains("stage align").contains("trained: lora");
  }

  @Test
  void measuresWhenAsked() {
    world.child.prints(
        "{\"event\":\"check\",\"sets\":{\"set-align\":{\"rows\":17,\"tokens\":340}}}");
    JsonNode align = scope(plan("--measure"), "align-000");
    assertThat(align.path("rows").asLong()).isEqualTo(17);
    assertThat(align.path("rowsExact").asBoolean()).isTrue();
    assertThat(align.path("steps").asLong()).isEqualTo(3 * 4);
    assertThat(align.path("tokens").asLong()).isEqualTo(3 * 340);
  }

  @Test
  void forecastsWhatWasMeasured() {
    world.child.prints(
        """
        {"event":"check","sets":{},"forecasts":{"align-000":{"stage":"align","steps":1200,\
        "cpuMsPerStep":84.25,"wallMsPerStep":100.0,"peakRssBytes":524288000,\
        "checkpointBytes":12345}}}""");
    JsonNode align = scope(plan("--measure"), "align-000");
    assertThat(align.path("checkpointBytes").asLong()).isEqualTo(12345);
    assertThat(align.path("forecast").path("cpuMsPerStep").asDouble()).isEqualTo(84.25);
    assertThat(world.child.lastCall())
        .startsWith("check", folder.resolve("tiny.yaml").toString(), "--forecast", "--target");

    assertThat(world.realign("plan", "tiny.yaml", "--measure")).isZero();
    assertThat(world.out())
        .containsPattern("align-000 +84\\.3 ms +100\\.0 ms +2m +500 MiB +12,345 B")
        .containsPattern("all training +2m");
  }

  @Test
  void saysWhereEachValueComesFrom() {
    TinySpec.file(folder.resolve("target.yaml"), "heartbeat: 2s\nthreads: 2\n");
    world.environment.put("REALIGN_STORE", "file:mine");
    JsonNode plan = plan("--target", "target.yaml", "--threads", "4");
    assertThat(origin(plan, "store")).isEqualTo("environment REALIGN_STORE");
    assertThat(origin(plan, "threads")).isEqualTo("flag --threads");
    assertThat(origin(plan, "heartbeat")).startsWith("spec target.yaml:1");
    assertThat(origin(plan, "timeToLive")).isEqualTo("default");
    assertThat(origin(plan, "align.epochs")).startsWith("spec tiny.yaml:");
    assertThat(origin(plan, "align.accumulation")).isEqualTo("default");
  }

  @Test
  void countsAJudgeThatIsAModelBesideTheModel() {
    assertThat(plan().path("memoryBytes").path("judges").asLong()).isZero();
    TinySpec.write(
        folder,
        TinySpec.TEXT.replace(
            "[{lexicon: words.txt}]",
            "[{lexicon: words.txt}, {classifier: model, compute: bf16}, {classifier: model}]"));
    JsonNode plan = plan();
    JsonNode memory = plan.path("memoryBytes");
    // the same sizes as the model's, whose output is its embedding
    long each = plan.path("modelParameters").asLong();
    assertThat(memory.path("judges").asLong()).isEqualTo((2 + 4) * each);
    long parts = 0;
    for (String part : List.of("weights", "training", "activations", "judges", "program")) {
      parts += memory.path(part).asLong();
    }
    assertThat(memory.path("total").asLong()).isEqualTo(parts);
  }

  @Test
  void hasNoSideEffects() throws IOException {
    List<Path> before = files();
    assertThat(world.realign("plan", "tiny.yaml")).isZero();
    assertThat(files()).isEqualTo(before);
    assertThat(world.child.calls).isEmpty();
  }

  @Test
  void isATableForAPerson() {
    assertThat(world.realign("plan", "tiny.yaml")).isZero();
    assertThat(world.out())
        .startsWith("run     tiny-")
        .contains("SETTING ")
        .containsPattern("align-000 +<=20 +<=12 +<=12,000 +<=30 +10\\.5 KiB +vaccine rho 3 seed 1")
        .containsPattern("memory  at most about [0-9]+ MiB: weights ");
  }

  @Test
  void refusesAModelThatSaysNothing() {
    TinySpec.file(folder.resolve("model/config.json"), "{\"hidden_size\": -1}");
    assertThat(world.realign("plan", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("config.json").contains("hidden_size").contains("-1");
  }

  private JsonNode plan(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("plan", "tiny.yaml", "-o", "json"), Stream.of(options))
            .toArray(String[]::new);
    assertThat(world.realign(arguments)).as(world.err()).isZero();
    return JsonDocuments.single(world.out(), "plan");
  }

  private static JsonNode scope(JsonNode plan, String name) {
    return named(plan.path("scopes"), "scope", name);
  }

  private static String origin(JsonNode plan, String path) {
    return named(plan.path("settings"), "path", path).path("origin").asText();
  }

  private static JsonNode named(JsonNode list, String field, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(item -> item.path(field).asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
