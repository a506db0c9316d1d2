package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import realign.spec.ProblemException;

class TrainedWeightsTest {
  @Test
  void whatCouldNotBeCommittedIsRefusedBeforeItIsTrained() {
    assertThat(new TrainedWeights("align", 2_147_483_639L).problem()).isEmpty();
    assertThatThrownBy(() -> new TrainedWeights("align", 2_147_483_640L).requireStorable())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("stage align")
        .hasMessageContaining("2147483640 bytes")
        .hasMessageContaining("RLN-507");
  }
}
