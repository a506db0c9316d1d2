package realign.spec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;

class SpecReaderTest {

  @Test
  void readsTheExampleOfTheArchitecture() {
    RunSpec spec = Specs.read(Specs.nightly());

    assertThat(spec.align().methods()).containsExactly(new Vaccine(2), new Sft());
    assertThat(spec.align().optimiser().lr()).isEqualTo(1e-3);
    assertThat(requireNonNull(spec.attack()).lora().alpha()).isEqualTo(1);
    assertThat(requireNonNull(spec.attack()).cells().harmfulRatio())
        .containsExactly(0.0, 0.05, 0.1);
    assertThat(requireNonNull(spec.evaluate()).harmful().judges())
        .containsExactly(new JudgeSpec.Lexicon("data/topic.txt"));
    assertThat(requireNonNull(spec.gate()).candidate())
        .isEqualTo(new GateSpec.CandidateSpec("vaccine", 1));
    assertThat(Scope.of(spec)).hasSize(1 + 1 + 2 + 18 + 1);
  }

  @Test
  void aGroupGivenInPartKeepsTheDefaultsOfItsPlace() {
    RunSpec spec = Specs.read(Specs.MINIMAL + "  lora: {rank: 16}\n  optimiser: {clip: 0}\n");

    assertThat(spec.align().lora().rank()).isEqualTo(16);
    assertThat(spec.align().lora().alpha()).isEqualTo(4);
    assertThat(spec.align().lora().dropout()).isEqualTo(0.1);
    assertThat(spec.align().optimiser().lr()).isEqualTo(1e-3);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    List<Problem> problems =
        Specs.problems(
            """
            apiVersion: realign/v2
            name: Nightly_
            modle: {path: x}
            seed: '8'
            align:
              lora: {rank: 0, aplha: 2, dropout: 1.5}
              methods: [{name: vacine}, {name: lisa}, {rho: 1}]
              epochs: 1.5
            evaluate:
              harmful: {path: '', judges: [{classifier: x}]}
              atSteps: [3, 1]
              batchSize: -1
            gate: {minSamples: ~, promote: Manual}
            """);

    assertThat(problems)
        .extracting(p -> p.id() + " " + p.path() + " " + p.where())
        .containsExactlyInAnyOrder(
            "RLN-107 apiVersion spec.yaml:1",
            "RLN-107 name spec.yaml:2",
            "RLN-102 modle spec.yaml:3",
            "RLN-103 seed spec.yaml:4",
            "RLN-105 align.data spec.yaml:5",
            "RLN-104 align.lora.rank spec.yaml:6",
            "RLN-102 align.lora.aplha spec.yaml:6",
            "RLN-104 align.lora.dropout spec.yaml:6",
            "RLN-106 align.methods[0].name spec.yaml:7",
            "RLN-108 align.methods[1].name spec.yaml:7",
            "RLN-105 align.methods[2] spec.yaml:7",
            "RLN-103 align.epochs spec.yaml:8",
            "RLN-107 evaluate.harmful.path spec.yaml:10",
            "RLN-108 evaluate.harmful.judges[0] spec.yaml:10",
            "RLN-109 evaluate.atSteps spec.yaml:11",
            "RLN-104 evaluate.batchSize spec.yaml:12",
            "RLN-103 gate.minSamples spec.yaml:13",
            "RLN-106 gate.promote spec.yaml:13");
    assertThat(problems).allSatisfy(p -> assertThat(p.fix()).isNotBlank());
  }

  @Test
  void aRuleOverSeveralSettingsIsToldBesideOtherProblems() {
    assertThat(
            Specs.problems(
                Specs.MINIMAL
                    + "  epochs: 0\n"
                    + "evaluate: {harmful: {path: p, judges: [{lexicon: w}]}}\n"
                    + "gate: {candidate: {method: sfd}, minAccuracy: 90, margin: 101}\n"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "align.epochs", "gate.margin", "gate.candidate.method", "gate.minAccuracy");
  }

  @Test
  void aRuleSaysNothingOnAValueThatWasRefused() {
    assertThat(
            Specs.problems(
                Specs.MINIMAL.replace("name: sft", "name: vacine")
                    + "evaluate: {harmful: {path: p, judges: [{lexicon: w}]}}\n"
                    + "gate: {candidate: {method: vaccine, seed: 9}}\n"))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("align.methods[0].name", "gate.candidate.seed");
  }

  @Test
  void whatALaterVersionMayKnowIsSaidToBeMissingHere() {
    assertThat(Specs.problems(Specs.MINIMAL.replace("name: sft", "name: booster")))
        .singleElement()
        .asString()
        .contains("methods[0].name names booster, which is not available in this version.")
        .endsWith("[RLN-108]");
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "30s, 30000", "5m, 300000", "2h, 7200000", "1d, 86400000"})
  void timesCarryTheirUnit(String written, long millis) {
    Target target = SpecReader.ofTarget().text("t", "checkpoint: {every: " + written + "}").value();
    assertThat(target.checkpoint().every()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"30", "30 s", "30sec", "-5s", "0s", "1.5h", "5M", "1h30m", "99999999999h", "true"})
  void timesWithoutAProperUnitAreRefused(String written) {
    ProblemException e =
        Assertions.catchThrowableOfType(
            ProblemException.class,
            () -> SpecReader.ofTarget().text("t", "checkpoint: {every: " + written + "}"));
    assertThat(e.problems()).extracting(Problem::path).containsExactly("checkpoint.every");
  }
}
