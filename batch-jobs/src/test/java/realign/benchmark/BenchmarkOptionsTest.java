package realign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

class BenchmarkOptionsTest {
  @TempDir Path shared;

  @BeforeEach
  void makeInputs() throws IOException {
    Files.createDirectories(shared.resolve("reference/workload"));
    Files.createDirectories(shared.resolve("reference/stories260K"));
    Files.createFile(shared.resolve("reference/workload/lengths.jsonl"));
    Files.createFile(shared.resolve("reference/stories260K/model.safetensors"));
  }

  @Test
  void inputsLieInTheSharedFolderUnlessTheyAreNamed() {
    BenchmarkOptions options = parse("--reference", "step.py", "--json", "out.json");
    assertThat(options.workload()).isEqualTo(shared.resolve("reference/workload"));
    assertThat(options.tiny()).isEqualTo(shared.resolve("reference/stories260K"));
    assertThat(options.reference()).isEqualTo(Path.of("step.py"));
    assertThat(options.json()).isEqualTo(Path.of("out.json"));
    assertThat(options.kind()).isEqualTo(BenchmarkOptions.Kind.STEPS);
    assertThat(options.repeats()).isEqualTo(2);
    assertThat(parse("--quick").repeats()).isEqualTo(1);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () -> parse("--onyl", "--only", "tinny,small", "--repeats", "0", "--workload"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("--onyl must be an option. Did you mean --only?")
        .hasMessageContaining("--only must be of known words, but is tinny. Did you mean tiny?")
        .hasMessageContaining("--repeats must be a whole number from 1 to 100, but is 0")
        .hasMessageContaining("--workload must be followed by a value");
  }

  @Test
  void absentInputsAreNamedWithTheOptionThatGivesThem() {
    assertThatThrownBy(() -> parse("--workload", "nowhere", "--tiny", "none"))
        .hasMessageContaining("--workload must name a folder with this file")
        .hasMessageContaining("nowhere/lengths.jsonl")
        .hasMessageContaining("none/model.safetensors");
  }

  @Test
  void kernelsAndGrowthNeedNoInputsAndExcludeEachOther() {
    assertThat(BenchmarkOptions.parse(List.of("--kernels"), Map.of()).kind())
        .isEqualTo(BenchmarkOptions.Kind.KERNELS);
    assertThatThrownBy(() -> parse("--kernels", "--growth"))
        .hasMessageContaining("--growth must not stand beside --kernels");
  }

  @Test
  void everyRowTheIssueAsksForIsPlanned() {
    assertThat(Plan.of(parse()).stream().map(Configuration::toString))
        .contains("smol vaccine f32, 1 thread", "small sft f32, 2 threads")
        .contains("tiny accelerated-vaccine f32, 1 thread", "tiny generate f32, 1 thread")
        .doesNotHaveDuplicates();
  }

  @Test
  void wordsOfOneKindAreAlternativesAndKindsMustAllFit() {
    assertThat(
            Plan.of(parse("--only", "tiny,small,vaccine,1,f32")).stream()
                .map(Configuration::toString))
        .containsExactly("tiny vaccine f32, 1 thread", "small vaccine f32, 1 thread");
  }

  @Test
  void bf16IsHeldAgainstBothReferences() {
    Configuration brain = new Configuration(Preset.SMALL, Plan.VACCINE, "bf16", 1, 10);
    assertThat(Plan.references(brain)).containsExactly(brain, brain.withCompute("f32"));
  }

  private BenchmarkOptions parse(String... arguments) {
    return BenchmarkOptions.parse(List.of(arguments), Map.of("REALIGN_SHARED", shared.toString()));
  }
}
