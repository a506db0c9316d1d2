package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code realign export}. */
class ExportCommandTest {
  @TempDir private Path folder;
  private TestWorld world;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    TinySpec.write(
        folder, TinySpec.TEXT.replace("gate: {", "gate: {candidate: {method: sft, seed: 1}, "));
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).as(world.err()).isZero();
    world.child.calls.clear();
  }

  @Test
  void exportsTheCandidatesAdapter() {
    assertThat(world.realign("export", "one", "out")).isZero();
    assertThat(world.child.lastCall())
        .startsWith(
            "export",
            "--store",
            "file:" + folder.resolve(".realign"),
            "--run",
            "one",
            "--scope",
            "align-001",
            "--adapter",
            folder.resolve("out").toString(),
            "--target");
    assertThat(world.out())
        .isEqualTo("wrote   adapter of align-001 to " + folder.resolve("out") + "\n");
  }

  @Test
  void exportsAMergedModelOfANamedAlignment() {
    assertThat(world.realign("export", "one", "out", "--scope", "align-000", "--merged")).isZero();
    assertThat(world.child.lastCall()).contains("align-000", "--merged");
  }

  @Test
  void neverExportsAnAttackedModel() {
    assertThat(world.realign("export", "one", "out", "--scope", "cell-000")).isEqualTo(2);
    assertThat(world.err()).contains("attacked model is harmful").contains("align-000, align-001");
    assertThat(world.realign("export", "one", "out", "--scope", "base")).isEqualTo(2);
    assertThat(world.realign("export", "one", "out", "--scope", "align-00")).isEqualTo(5);
    assertThat(world.err()).contains("Did you mean align-000?");
    assertThat(world.child.calls).isEmpty();
  }

  @Test
  void mixesNothingUp() {
    TinySpec.file(folder.resolve("full/mine.txt"), "mine");
    assertThat(world.realign("export", "one", "full")).isEqualTo(2);
    assertThat(world.err()).contains("must be empty").contains("does not exist yet");
    assertThat(world.realign("export", "one", "full", "--force")).isEqualTo(2);
    assertThat(world.child.calls).isEmpty();
    assertThat(folder.resolve("full/mine.txt")).hasContent("mine");
  }

  @Test
  void passesTheChildsFailureOn() {
    world.child.prints("{\"event\":\"problem\",\"id\":\"RLN-403\",\"message\":\"not done\"}");
    world.child.exits(5);
    assertThat(world.realign("export", "one", "out", "-o", "name")).isEqualTo(5);
    assertThat(world.out()).isEmpty();
    assertThat(world.err()).isEqualTo("error: not done\n");
  }
}
