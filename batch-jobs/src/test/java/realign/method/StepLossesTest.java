package realign.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import realign.model.DropoutKey;
import realign.model.TokenBatch;

class StepLossesTest {
  private static final TokenBatch ROWS = TokenBatch.unlabelled(new int[][] {{1}});
  private static final MicroBatch QUARTER = new MicroBatch(ROWS, 0.25, new DropoutKey(1));
  private static final MicroBatch REST = new MicroBatch(ROWS, 0.75, new DropoutKey(2));

  @Test
  void figuresAreMeansByWeight() {
    StepLosses losses =
        StepLosses.mean(
            List.of(QUARTER, REST),
            batch -> batch.equals(QUARTER) ? perturbed(4, 2, 8, 1) : perturbed(8, 6, 16, 1));
    assertThat(losses.loss()).isEqualTo(7, within(1e-12));
    assertThat(losses.cleanLoss()).isEqualTo(5, within(1e-12));
    assertThat(losses.siteGradNorm()).isEqualTo(14, within(1e-12));
    assertThat(losses.perturbationNorm()).isEqualTo(1, within(1e-12));
  }

  @Test
  void whatAPassDoesNotKnowTheStepDoesNot() {
    StepLosses losses = StepLosses.mean(List.of(QUARTER, REST), batch -> StepLosses.plain(2));
    assertThat(losses).isEqualTo(StepLosses.plain(2));
    assertThat(losses.cleanLoss()).isNull();
  }

  @Test
  void stepWithoutMicroBatchesIsRefused() {
    assertThatThrownBy(() -> StepLosses.mean(List.of(), batch -> StepLosses.plain(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static StepLosses perturbed(double loss, double clean, double grad, double norm) {
    return new StepLosses(loss, clean, grad, norm);
  }
}
