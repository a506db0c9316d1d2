package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import realign.spec.Scope;
import realign.spec.method.Sft;

class ScopeLabelTest {
  private static final Scope.Align ALIGN = new Scope.Align(1, new Sft(), 7);

  @Test
  void tellsAScopeFromItsSiblings() {
    assertThat(ScopeLabel.of(ALIGN)).isEqualTo("sft seed 7");
    assertThat(ScopeLabel.of(new Scope.Cell(0, ALIGN, 0.1, 9)))
        .isEqualTo("align-001 harmful 0.1 seed 9");
    assertThat(ScopeLabel.of(new Scope.Load())).isEmpty();
  }
}
