package realign.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import realign.method.MicroBatch;
import realign.model.DropoutKey;
import realign.model.TokenBatch;
import realign.spec.AlignSpec.Weighting;

/** The micro-batches of an optimiser step and their shares in its loss. */
final class MicroBatches {
  private MicroBatches() {}

  /**
   * Micro-batches with their weights. By label tokens, k micro-batches of B rows give the gradient
   * of one batch of k B rows; equal weights give the mean of the token means. Rows without any
   * label have no loss: a micro-batch of none but such is left out.
   *
   * @param keys dropout key by 0-based place of the micro-batch in the step
   * @return none when no position of the step has a label
   */
  static List<MicroBatch> of(
      List<TokenBatch> rows, Weighting weighting, IntFunction<DropoutKey> keys) {
    long labelled = rows.stream().mapToLong(TokenBatch::labelled).sum();
    long counted = rows.stream().filter(batch -> batch.labelled() > 0).count();
    List<MicroBatch> batches = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      TokenBatch batch = rows.get(i);
      if (batch.labelled() > 0) {
        double weight =
            switch (weighting) {
              case TOKENS -> (double) batch.labelled() / labelled;
              case EQUAL -> 1.0 / counted;
            };
        batches.add(new MicroBatch(batch, weight, keys.apply(i)));
      }
    }
    return batches;
  }
}
