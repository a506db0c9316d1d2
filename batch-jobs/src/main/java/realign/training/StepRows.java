package realign.training;

import java.util.List;
import realign.model.TokenBatch;

/**
 * An item of a training stage: what one optimiser step works on.
 *
 * @param step 1-based optimiser step
 * @param microBatches rows of each micro-batch
 */
public record StepRows(int step, List<TokenBatch> microBatches) {
  public StepRows {
    microBatches = List.copyOf(microBatches);
  }
}
