package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import realign.spec.ProblemException;
import realign.spec.Scope;

class RunPlanTest {

  @Test
  void oneAlignmentAndOneCellAreOneJob() {
    RunPlan plan = new RunPlan(ToySpec.oneOfEach(), List.of(), null);
    assertThat(plan.jobs()).extracting(RunPlan.Job::name).containsExactly("nightly");
    assertThat(plan.jobs().get(0).scopes()).isEqualTo(plan.all());
  }

  @Test
  void aSweepIsAJobAScope() {
    RunPlan plan = new RunPlan(ToySpec.sweep(), List.of(), null);
    assertThat(plan.jobs())
        .extracting(RunPlan.Job::name)
        .containsExactly("load", "base", "align", "align", "cell", "cell", "report");
    assertThat(plan.endsWithReport()).isTrue();
  }

  @Test
  void everyScopeReadsWhatComesBeforeIt() {
    RunPlan plan = new RunPlan(ToySpec.sweep(), List.of(), null);
    assertThat(plan.reads(plan.scope("load"))).isEmpty();
    assertThat(names(plan.reads(plan.scope("align-001")))).containsExactly("load");
    assertThat(names(plan.reads(plan.scope("cell-001")))).containsExactly("load", "align-001");
    assertThat(plan.reads(plan.scope("report"))).hasSize(6);
  }

  @Test
  void stopAfterMeansTheLastScopeThatHasTheStage() {
    RunPlan plan = new RunPlan(ToySpec.sweep(), List.of(), "align");
    assertThat(names(plan.scopes())).containsExactly("load", "base", "align-000", "align-001");
    assertThat(plan.endsAfter(plan.scope("align-000"), "align")).isFalse();
    assertThat(plan.endsAfter(plan.scope("align-001"), "align")).isTrue();
    assertThat(plan.endsAfter(plan.scope("align-001"), "evaluate")).isFalse();
    assertThat(plan.endsWithReport()).isFalse();
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> new RunPlan(ToySpec.sweep(), List.of("align-002"), null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Did you mean align-000?");
    assertThatThrownBy(() -> new RunPlan(ToySpec.sweep(), List.of(), "atack"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Did you mean attack?");
  }

  private static List<String> names(List<Scope> scopes) {
    return scopes.stream().map(Scope::name).toList();
  }
}
