package realign.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * The harmful fine-tuning: {@code int(p n)} harmful rows, {@code int((1 - p) n)} benign rows and
 * {@code guide} safe rows on top. Every cell on every alignment gives one scope {@code cell-NNN}.
 */
public record AttackSpec(
    @Setting(value = "rows of the user's own task", example = "{path: task.tsv, format: sst2}")
        DataSpec benign,
    @Setting(
            value = "harmful rows",
            example = "{path: rows.jsonl, format: beavertails, keep: unsafe}")
        DataSpec harmful,
    @Setting(
            value = "rows n of the poisoned set, guide rows not counted",
            example = "1000",
            min = 1)
        int samples,
    @Setting(value = "safe rows of the alignment data added on top", byDefault = "0", min = 0)
        int guide,
    @Setting(
            value = "a fresh adapter on the merged alignment, or the alignment's own",
            byDefault = "fresh")
        Adapter adapter,
    @Setting(value = "the attacker's adapter", byDefault = "{rank: 8, alpha: 1, dropout: 0.1}")
        LoraSpec lora,
    @Setting(value = "the optimiser", byDefault = "{lr: 1e-5, weightDecay: 0.1}")
        OptimiserSpec optimiser,
    @Setting(value = "passes over the rows", byDefault = "20", min = 1) int epochs,
    @Setting(value = "at most this many optimiser steps", optional = true, min = 1)
        @Nullable Integer maxSteps,
    @Setting(value = "rows of a micro-batch", byDefault = "5", min = 1) int batchSize,
    @Setting(value = "micro-batches of an optimiser step", byDefault = "1", min = 1)
        int accumulation,
    @Setting(value = "the combinations to try", byDefault = "{}") CellsSpec cells,
    @Setting(value = "keep attacked weights after they were measured", byDefault = "false")
        boolean keepWeights) {

  public AttackSpec {
    Settings.check(
        AttackSpec.class,
        benign,
        harmful,
        samples,
        guide,
        adapter,
        lora,
        optimiser,
        epochs,
        maxSteps,
        batchSize,
        accumulation,
        cells,
        keepWeights);
  }

  /** Rows of each kind in the poisoned set of a cell. */
  public PoisonAmounts amounts(double harmfulRatio) {
    return new PoisonAmounts(harmfulRatio, samples, guide);
  }

  /** Upper bound of the optimiser steps of any cell. */
  long mostSteps() {
    long rows = (long) samples + guide;
    long ofEpochs = epochs * ((rows + batchSize - 1) / batchSize);
    return maxSteps == null ? ofEpochs : Math.min(ofEpochs, maxSteps);
  }

  /** Which adapter the attacker trains. */
  public enum Adapter {
    /** Double LoRA: the alignment adapter is merged, a new one trained. */
    FRESH,
    /** Single LoRA: the alignment adapter is trained on. */
    SAME
  }

  /** Axes of the attack matrix, row-major in this order. */
  public record CellsSpec(
      @Setting(value = "fractions p of harmful rows", byDefault = "[0.1]", min = 0, max = 1)
          List<Double> harmfulRatio,
      @Setting(value = "attack seeds", byDefault = "[1]", min = 0) List<Long> seed) {

    public CellsSpec {
      Settings.check(CellsSpec.class, harmfulRatio, seed);
      harmfulRatio = List.copyOf(harmfulRatio);
      seed = List.copyOf(seed);
    }
  }
}
