package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command with the real batch program, from a spec to an exported model. */
@Timeout(300)
class EndToEndTest {
  private static final int INCONCLUSIVE = 11;

  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void world() throws IOException {
    world = new TestWorld(folder).with(BatchProgram.starter());
    TinyRun.write(folder);
  }

  @Test
  void aRunThatStoppedGoesOnToTheSameFindings() {
    assertThat(world.realign("validate", "tiny.yaml")).as(world::err).isZero();
    assertThat(world.realign("plan", "tiny.yaml", "--measure", "-o", "json"))
        .as(world::err)
        .isZero();
    JsonNode plan = JsonDocuments.single(world.out(), "plan");
    assertThat(plan.path("scopes").get(2).path("rows").asInt()).isEqualTo(6);
    assertThat(plan.path("scopes").get(2).path("steps").asInt()).isEqualTo(3);

    // in a store of its own: the other run would take its results instead of computing
    assertThat(run("whole", "--store", "file:./elsewhere")).as(world::err).isEqualTo(INCONCLUSIVE);
    String findings = findings();
    assertThat(run("parts", "--stop-after", "align")).as(world::err).isZero();
    assertThat(run("parts")).as(world::err).isEqualTo(INCONCLUSIVE);
    assertThat(world.err()).contains("resuming parts at align-000 align 3");
    assertThat(findings()).isEqualTo(findings);
    assertThat(run("parts")).as("asking again is safe").isEqualTo(INCONCLUSIVE);
    assertThat(world.err()).contains("parts is done already");
    assertThat(findings()).isEqualTo(findings);

    looksAt("parts");
    exports("parts");
  }

  @Test
  void badDataAreToldByValidate() throws IOException {
    Files.writeString(folder.resolve("safe.jsonl"), "");
    Files.writeString(
        folder.resolve("model/tokenizer.json"), "{\"model\":{\"vocab\":{\"a\":9999}}}");
    assertThat(world.realign("validate", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("error: ").doesNotContain("\tat ");
  }

  private void looksAt(String run) {
    assertThat(world.realign("status", run)).isZero();
    assertThat(world.out().lines().skip(1).limit(5)).allMatch(line -> line.contains(" done "));
    assertThat(world.realign("report", run)).isZero();
    assertThat(world.out()).contains("INCONCLUSIVE");
    assertThat(folder.resolve(run + "-report/report.html")).isNotEmptyFile();
    assertThat(folder.resolve(".realign/runs/" + run + "/report/report.html")).isNotEmptyFile();
  }

  private void exports(String run) {
    assertThat(world.realign("export", run, "adapter")).isEqualTo(2);
    assertThat(world.err()).contains("model.init", "Use --merged");
    assertThat(world.realign("export", run, "merged", "--merged")).as(world::err).isZero();
    assertThat(folder.resolve("merged/config.json")).isNotEmptyFile();
    assertThat(folder.resolve("merged/model.safetensors")).isNotEmptyFile();
  }

  private int run(String name, String... options) {
    String[] arguments = new String[6 + options.length];
    System.arraycopy(
        new String[] {"run", "tiny.yaml", "--run", name, "-o", "json"}, 0, arguments, 0, 6);
    System.arraycopy(options, 0, arguments, 6, options.length);
    return world.realign(arguments);
  }

  private String findings() {
    return JsonDocuments.single(world.out(), "run").path("findingsDigest").asText();
  }
}
