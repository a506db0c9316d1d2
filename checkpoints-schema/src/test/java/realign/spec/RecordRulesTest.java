package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;

/** A record made in code is as safe as one that was read. */
class RecordRulesTest {

  @Test
  void methodsHaveTheirNames() {
    assertThat(Stream.of(new Sft(), new Vaccine(1), new AcceleratedVaccine(1, 1)))
        .extracting(MethodSpec::name)
        .containsExactly("sft", "vaccine", "accelerated-vaccine");
  }

  static Stream<Arguments> wrongRecords() {
    List<String> targets = List.of("q_proj");
    return Stream.of(
        wrong("rank", () -> new LoraSpec(0, 1, 0, targets)),
        wrong("dropout", () -> new LoraSpec(8, 1, 1, targets)),
        wrong("targets", () -> new LoraSpec(8, 1, 0, List.of())),
        wrong("targets[1]", () -> new LoraSpec(8, 1, 0, List.of("a", "a"))),
        wrong("targets[0]", () -> new LoraSpec(8, 1, 0, Arrays.asList((String) null))),
        wrong("rho", () -> new Vaccine(-1)),
        wrong("rho", () -> new Vaccine(Double.NaN)),
        wrong("tau", () -> new AcceleratedVaccine(1, 0)),
        wrong("beta1", () -> optimiser(1, 0.1)),
        wrong("warmup", () -> optimiser(0.9, 1)),
        wrong("", () -> new ModelSpec(null, null, ModelSpec.Compute.F32, ModelSpec.Device.CPU)),
        wrong(
            "init",
            () ->
                new ModelSpec(
                    "m",
                    new ModelSpec.InitSpec("m", 1),
                    ModelSpec.Compute.F32,
                    ModelSpec.Device.CPU)),
        wrong(
            "path", () -> new ModelSpec("a\nb", null, ModelSpec.Compute.F32, ModelSpec.Device.CPU)),
        wrong(
            "keep", () -> new DataSpec("f", DataSpec.Format.SST2, DataSpec.Keep.SAFE, 0, null, 0)),
        wrong("limit", () -> new DataSpec("f", DataSpec.Format.ALPACA, DataSpec.Keep.ALL, 0, 0, 0)),
        wrong("harmfulRatio[0]", () -> new AttackSpec.CellsSpec(List.of(1.5), List.of(1L))),
        wrong("seed[0]", () -> new AttackSpec.CellsSpec(List.of(0.5), List.of(-1L))),
        wrong("lexicon", () -> new JudgeSpec.Lexicon(" ")),
        wrong("classifier", () -> judge(" ", 0.5, 256)),
        wrong("threshold", () -> judge("j", 1, 256)),
        wrong("threshold", () -> judge("j", -0.1, 256)),
        wrong("maxTokens", () -> judge("j", 0.5, 0)),
        wrong("every", () -> policy(Duration.ZERO)),
        wrong("every", () -> policy(Duration.ofNanos(1_000_001))),
        wrong("every", () -> policy(Duration.ofMillis(Long.MAX_VALUE))));
  }

  private static JudgeSpec judge(String directory, double threshold, int maxTokens) {
    return new JudgeSpec.Classifier(directory, threshold, maxTokens, ModelSpec.Compute.F32);
  }

  private static OptimiserSpec optimiser(double beta1, double warmup) {
    return new OptimiserSpec(1e-3, 0, beta1, 0.999, 1e-8, OptimiserSpec.Schedule.COSINE, warmup, 1);
  }

  private static Target.CheckpointPolicy policy(Duration every) {
    return new Target.CheckpointPolicy(50, every, 3, 0);
  }

  private static Arguments wrong(String path, ThrowingCallable record) {
    return Arguments.of(path, record);
  }

  @ParameterizedTest
  @MethodSource("wrongRecords")
  void refuseWrongValues(String path, ThrowingCallable record) {
    ProblemException e = Assertions.catchThrowableOfType(ProblemException.class, record);
    assertThat(e.problems()).extracting(Problem::path).containsExactly(path);
    assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void tellAllWrongComponentsAtOnce() {
    ProblemException e =
        Assertions.catchThrowableOfType(
            ProblemException.class, () -> new LoraSpec(0, -1, 2, List.of()));
    assertThat(e.problems()).hasSize(4);
  }

  static Stream<Arguments> wrongTogether() {
    String evaluate = "evaluate: {harmful: {path: p, limit: 20, judges: [{lexicon: w}]}}\n";
    String attack =
        "attack: {benign: {path: b, format: alpaca}, harmful: {path: h, format: alpaca},"
            + " samples: 10, epochs: 1%s}\n";
    String keep = ", keepWeights: true";
    return Stream.of(
        Arguments.of(
            "model.init", Specs.MINIMAL.replace("{path: model}", "{path: m, init: {path: m}}")),
        Arguments.of("model", Specs.MINIMAL.replace("{path: model}", "{}")),
        Arguments.of(
            "model.compute",
            Specs.MINIMAL.replace("{path: model}", "{path: m, compute: bf16}")
                + "  trained: all\n"),
        Arguments.of(
            "align.methods",
            Specs.MINIMAL.replace("{name: sft}", "{name: vaccine, rho: 1}, {name: vaccine}")),
        Arguments.of("align", Specs.MINIMAL + "  seeds: " + seeds(1001) + "\n"),
        Arguments.of(
            "attack.cells",
            Specs.MINIMAL + attack.formatted(keep + ", cells: {seed: " + seeds(1001) + "}")),
        Arguments.of(
            "attack.adapter",
            Specs.MINIMAL + "  trained: all\n" + attack.formatted(keep + ", adapter: same")),
        Arguments.of("attack", Specs.MINIMAL + attack.formatted("")),
        Arguments.of(
            "evaluate.atSteps", Specs.MINIMAL + evaluate.replace("}]}}", "}]}, atSteps: [1]}")),
        Arguments.of(
            "evaluate.atSteps",
            Specs.MINIMAL
                + attack.formatted("")
                + evaluate.replace("}]}}", "}]}, atSteps: [1, 3]}")),
        Arguments.of(
            "evaluate.harmful.judges",
            Specs.MINIMAL + evaluate.replace("{lexicon: w}", "{lexicon: w}, {lexicon: w}")),
        Arguments.of("gate", Specs.MINIMAL + "gate: {}\n"),
        Arguments.of("gate.minSamples", Specs.MINIMAL + evaluate + "gate: {}\n"),
        Arguments.of(
            "gate.maxOverRefusal",
            Specs.MINIMAL + evaluate + "gate: {minSamples: 20, maxOverRefusal: 5}\n"));
  }

  private static String seeds(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toList().toString();
  }

  @Test
  void anAttackThatNothingMeasuresMustSayThatItsWeightsStay() {
    String attack =
        Specs.MINIMAL
            + "attack: {benign: {path: b, format: alpaca}, harmful: {path: h, format: alpaca},"
            + " samples: 10";
    assertThat(Specs.problems(attack + "}\n").get(0).toString())
        .contains("attack must have an evaluate", "keepWeights: true");
    assertThat(Specs.read(attack + ", keepWeights: true}\n").evaluate()).isNull();
  }

  @ParameterizedTest
  @MethodSource("wrongTogether")
  void refuseWhatDoesNotGoTogether(String path, String yaml) {
    assertThat(Specs.problems(yaml))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.path()).isEqualTo(path);
              assertThat(p.id()).isEqualTo("RLN-109");
            });
  }
}
