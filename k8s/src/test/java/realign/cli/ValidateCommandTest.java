package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code realign validate}. */
class ValidateCommandTest {
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void spec() {
    world = new TestWorld(folder);
    TinySpec.write(folder);
  }

  @Test
  void aGoodSpecIsValid() {
    assertThat(world.realign("validate", "tiny.yaml")).as(world.err()).isZero();
    assertThat(world.out()).startsWith("tiny.yaml is valid: run tiny-").endsWith("cells 2\n");
    assertThat(world.err()).isEmpty();
    assertThat(world.child.lastCall())
        .startsWith("check", folder.resolve("tiny.yaml").toString(), "--target");
  }

  @Test
  void tellsTheProblemsOfSpecAndTargetAtOnceWithNearestNames() {
    TinySpec.write(
        folder, TinySpec.TEXT.replace("epochs: 3", "epoch: 3").replace("rank: 2", "rank: 0"));
    TinySpec.file(folder.resolve("target.yaml"), "thread: 2\n");
    assertThat(world.realign("validate", "tiny.yaml", "--target", "target.yaml")).isEqualTo(3);
    assertThat(world.err())
        .contains("epoch")
        .contains("Did you mean epochs?")
        .contains("rank")
        .contains("Did you mean threads?")
        .doesNotContain("\tat ");
    assertThat(world.out()).isEmpty();
    assertThat(world.child.calls).isEmpty();
  }

  @Test
  void tellsAllMissingInputsAtOnce() throws IOException {
    Files.delete(folder.resolve("safe.jsonl"));
    Files.delete(folder.resolve("words.txt"));
    assertThat(world.realign("validate", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("align.data.path").contains("words.txt");
  }

  @Test
  void passesOnWhatTheDataCheckFinds() {
    world.child.prints(
        "{\"event\":\"problem\",\"id\":\"RLN-201\",\"message\":\"safe.jsonl:1 is no row\"}",
        "{\"event\":\"problem\",\"id\":\"RLN-202\",\"message\":\"benign.jsonl is empty\"}");
    world.child.exits(3);
    assertThat(world.realign("validate", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err())
        .isEqualTo("error: safe.jsonl:1 is no row\nerror: benign.jsonl is empty\n");
    assertThat(world.out()).isEmpty();
  }

  @Test
  void oneDocumentWhateverHappens() {
    assertThat(world.realign("validate", "tiny.yaml", "-o", "json")).isZero();
    JsonNode valid = JsonDocuments.single(world.out(), "validation");
    assertThat(valid.path("valid").asBoolean()).isTrue();
    assertThat(valid.path("problems")).isEmpty();

    world.child.prints("{\"event\":\"problem\",\"id\":\"RLN-201\",\"message\":\"bad\"}").exits(3);
    assertThat(world.realign("validate", "tiny.yaml", "-o", "json")).isEqualTo(3);
    assertThat(
            JsonDocuments.single(world.out(), "validation")
                .path("problems")
                .get(0)
                .path("id")
                .asText())
        .isEqualTo("RLN-201");

    TinySpec.write(folder, TinySpec.TEXT.replace("name: tiny", "name: Tiny!"));
    assertThat(world.realign("validate", "tiny.yaml", "-o", "json")).isEqualTo(3);
    JsonNode invalid = JsonDocuments.single(world.out(), "problems");
    assertThat(invalid.path("problems").get(0).path("path").asText()).isEqualTo("name");
  }

  @Test
  void aMissingSpecIsTold() {
    assertThat(world.realign("validate", "none.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("none.yaml").contains("must exist");
  }
}
