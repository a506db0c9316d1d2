package realign.spec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
  void readsTheLeastSpec() {
    RunSpec spec = Specs.read(Specs.MINIMAL);

    assertThat(spec.seed()).isEqualTo(42);
    assertThat(spec.align().lora()).isEqualTo(spec.align().lora());
    assertThat(spec.attack()).isNull();
  }
}
