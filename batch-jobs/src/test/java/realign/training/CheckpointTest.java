package realign.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import realign.spec.ProblemException;

class CheckpointTest {
  @Test
  void whatCouldNotBeCommittedIsRefusedBeforeItIsTrained() {
    assertThatCode(() -> Checkpoint.requireStorable("align", 2_147_483_639L))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Checkpoint.requireStorable("align", 2_147_483_640L))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("stage align")
        .hasMessageContaining("2147483640 bytes")
        .hasMessageContaining("RLN-507");
  }
}
