package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.store.ObjectStore;

/** {@code realign fork}. */
class ForkCommandTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isZero();
    new StoredRun(store, "one").trained("align-000", 4).release();
    TinySpec.file(folder.resolve("other.yaml"), TinySpec.TEXT.replace("lr: 1e-3", "lr: 5e-4"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNewRunBeginsWithTheCheckpoint() {
    assertThat(world.realign("fork", "one", "--at", "align-000:3", "other.yaml", "--run", "two"))
        .isZero();
    assertThat(world.out()).isEqualTo("two/align-000 begins with one/align-000@3 (align 3)\n");
    assertThat(world.err()).contains("go on with: realign run other.yaml --run two");
    world.realign("checkpoint", "ls", "two");
    assertThat(world.out()).containsPattern("align-000 +3 +align +1 .*copied from one/align-000@3");
    world.realign("checkpoint", "diff", "one/align-000:3", "two/align-000", "--all");
    assertThat(world.out()).contains("moved      0 of 3 tensors");
    assertThat(world.realign("run", "other.yaml", "--run", "two")).as("goes on").isZero();
    assertThat(world.err()).contains("resuming two at ");
  }

  @Test
  void theNameIsThatOfTheNewSpecUnlessGiven() {
    assertThat(world.realign("fork", "one", "--at", "align-000", "other.yaml", "-o", "json"))
        .isZero();
    JsonNode document = JsonDocuments.single(world.out(), "fork");
    assertThat(document.path("run").asText()).matches("tiny-[0-9a-f]{8}");
    assertThat(document.path("position").asLong()).isEqualTo(4);
  }

  @Test
  void whatCannotBeForkedLeavesNothingBehind() {
    assertThat(world.realign("fork", "one", "--at", "align-000:9", "other.yaml", "--run", "two"))
        .isEqualTo(5);
    assertThat(world.err()).contains("RLN-417");
    assertThat(world.realign("fork", "one", "--at", "align-000", "other.yaml", "--run", "one"))
        .isEqualTo(2);
    assertThat(world.err()).contains("RLN-757");
    assertThat(world.realign("fork", "none", "--at", "align-000", "other.yaml")).isEqualTo(5);
    assertThat(world.realign("fork", "one", "other.yaml")).as("where?").isEqualTo(2);
    world.realign("ls", "-o", "name");
    assertThat(world.out()).isEqualTo("one\n");
  }

  @Test
  void aScopeBeginsOnlyOnce() {
    world.realign("fork", "one", "--at", "align-000:3", "other.yaml", "--run", "two");
    assertThat(world.realign("fork", "one", "--at", "align-000:4", "other.yaml", "--run", "two"))
        .isEqualTo(3);
    assertThat(world.err()).contains("RLN-740");
  }
}
