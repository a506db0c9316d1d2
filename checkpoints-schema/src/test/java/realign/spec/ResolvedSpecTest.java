package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedSpecTest {
  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    write(folder);
  }

  private static void write(Path folder) throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("safe.jsonl"), "rows");
  }

  private static ResolvedSpec resolve(String yaml, Path folder) {
    return ResolvedSpec.resolve(Specs.read(yaml), folder, new ContentDigest());
  }

  @Test
  void inputsAreAbsoluteWithTheirContent() {
    ResolvedSpec resolved = resolve(Specs.MINIMAL, folder);

    assertThat(resolved.spec().align().data().path())
        .isEqualTo(folder.resolve("safe.jsonl").toAbsolutePath().toString());
    assertThat(resolved.digest("align.data.path")).contains(Digest.of("rows"));
    assertThat(resolved.digest("model.path")).isPresent();
    assertThat(resolved.digest("name")).isEmpty();
    assertThat(resolved.runId()).hasToString("small-" + resolved.identity().substring(0, 8));
  }

  @Test
  void identityIsThatOfContentAndNotOfPlace(@TempDir Path elsewhere) throws IOException {
    write(elsewhere);
    ResolvedSpec here = resolve(Specs.MINIMAL, folder);

    assertThat(resolve(Specs.MINIMAL, elsewhere).identity()).isEqualTo(here.identity());
    assertThat(
            resolve(
                    Specs.MINIMAL.replace("safe.jsonl", "file:" + folder + "/safe.jsonl"),
                    elsewhere)
                .identity())
        .isEqualTo(here.identity());
    assertThat(resolve(Specs.MINIMAL + "seed: 42\n", folder).identity())
        .as("a default written out")
        .isEqualTo(here.identity());
    Files.writeString(folder.resolve("safe.jsonl"), "ROWS");
    assertThat(resolve(Specs.MINIMAL, folder).identity()).isNotEqualTo(here.identity());
  }

  /** A change of this value would give every existing run another name. */
  @Test
  void identityIsStable() {
    assertThat(resolve(Specs.MINIMAL, folder).identity())
        .isEqualTo("42f5f1f8426cd742f99890cb374b2c8416d09de0c8f00023f1ee787f65f6c9a9");
  }

  @Test
  void allMissingInputsAreToldAtOnce() throws IOException {
    Files.delete(folder.resolve("safe.jsonl"));
    Files.delete(folder.resolve("model/config.json"));
    Files.createDirectory(folder.resolve("words"));
    String yaml =
        Specs.MINIMAL
            + "evaluate: {harmful: {path: 's3://data/p.jsonl', judges: [{lexicon: words},"
            + " {classifier: judge}]}}\n";

    ProblemException e =
        Assertions.catchThrowableOfType(ProblemException.class, () -> resolve(yaml, folder));

    assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(e.problems())
        .extracting(p -> p.id() + " " + p.path())
        .containsExactly(
            "RLN-112 model.path",
            "RLN-112 align.data.path",
            "RLN-108 evaluate.harmful.path",
            "RLN-112 evaluate.harmful.judges[0].lexicon",
            "RLN-112 evaluate.harmful.judges[1].classifier");
    assertThat(e.problems().get(1).fix()).contains(folder.resolve("safe.jsonl").toString());
  }

  @Test
  void readsBackWhatItWrote() {
    ResolvedSpec resolved = resolve(Specs.MINIMAL, folder);

    assertThat(ResolvedSpec.read("spec.json", resolved.json())).isEqualTo(resolved);
    assertThat(resolved.json()).startsWith("{\n  \"schemaVersion\": 1,\n").endsWith("}\n");
  }

  @Test
  void aTamperedOneIsRefused() {
    String json = resolve(Specs.MINIMAL, folder).json();

    assertRefused(json.replace("\"seed\": 42", "\"seed\": 43"), "identity");
    assertRefused(json.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"), "schemaVersion");
    assertRefused(json.replace("\"setting\": \"model.path\"", "\"setting\": \"x\""), "inputs");
    assertRefused(json.replace("\"seed\": 42", "\"sead\": 42"), "spec.sead");
    assertRefused(json.substring(0, 100), "spec.json");
  }

  private static void assertRefused(String json, String path) {
    assertThatThrownBy(() -> ResolvedSpec.read("spec.json", json))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems().get(0).path()).startsWith(path));
  }

  @Test
  void differenceNamesEveryChangedSetting() throws IOException {
    ResolvedSpec one = resolve(Specs.MINIMAL, folder);
    assertThat(one.difference(one)).isEmpty();

    Files.writeString(folder.resolve("safe.jsonl"), "ROWS");
    ResolvedSpec other =
        resolve(
            Specs.MINIMAL.replace("{name: sft}", "{name: sft}, {name: vaccine}")
                + "  optimiser: {lr: 2e-3}\n  seeds: [1, 2]\n  maxSteps: 9\n",
            folder);

    assertThat(one.difference(other))
        .containsExactly(
            "align.data.path: content " + Digest.of("rows") + " -> content " + Digest.of("ROWS"),
            "align.seeds: [1] -> [1,2]",
            "align.optimiser.lr: 0.001 -> 0.002",
            "align.methods[1].name: none -> vaccine",
            "align.methods[1].rho: none -> 2",
            "align.maxSteps: none -> 9");
    RunId run = new RunId("taken");
    one.requireSame(run, one);
    assertThatThrownBy(() -> one.requireSame(run, other))
        .message()
        .hasLineCount(6)
        .contains("run taken must keep its spec, which differs in align.seeds: [1] -> [1,2].");
  }
}
