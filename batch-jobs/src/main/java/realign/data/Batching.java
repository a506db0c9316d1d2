package realign.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which rows an optimiser step trains on: a pure function of the step, so that a resumed stage
 * needs nothing but its step number. It holds no position and no random state.
 *
 * <p>Every epoch is a permutation of all rows by that epoch's seed, cut into micro-batches and
 * these into steps. The last micro-batch of an epoch may be short and so may its last step; neither
 * is dropped nor filled up from the next epoch (as PyTorch's DataLoader without {@code drop_last}
 * under the Trainer of transformers).
 */
public final class Batching {
  private final int rows;
  private final int batchSize;
  private final int accumulation;
  private final IntToLongFunction seedOfEpoch;

  /**
   * @param rows rows of the set
   * @param batchSize rows of a micro-batch
   * @param accumulation micro-batches of an optimiser step
   * @param seedOfEpoch seed of the permutation of a 0-based epoch
   */
  public Batching(int rows, int batchSize, int accumulation, IntToLongFunction seedOfEpoch) {
    this.rows = atLeastOne("rows", rows);
    this.batchSize = atLeastOne("batchSize", batchSize);
    this.accumulation = atLeastOne("accumulation", accumulation);
    this.seedOfEpoch = seedOfEpoch;
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, is " + value);
    }
    return value;
  }

  /** Optimiser steps of one epoch. */
  public int stepsPerEpoch() {
    int microBatches = ceilDiv(rows, batchSize);
    return ceilDiv(microBatches, accumulation);
  }

  /** Optimiser steps of so many epochs, at most {@code maxSteps} where that is given. */
  public int steps(int epochs, @Nullable Integer maxSteps) {
    int all = Math.multiplyExact(epochs, stepsPerEpoch());
    return maxSteps == null ? all : Math.min(all, maxSteps);
  }

  /**
   * Row numbers of every micro-batch of a step.
   *
   * @param step 0-based optimiser step
   * @return one to {@code accumulation} micro-batches of one to {@code batchSize} rows
   */
  public List<int[]> microBatches(int step) {
    int[] order = order(step / stepsPerEpoch());
    int first = (step % stepsPerEpoch()) * accumulation;
    List<int[]> batches = new ArrayList<>(accumulation);
    for (int batch = first; batch < first + accumulation; batch++) {
      long from = (long) batch * batchSize;
      if (from < rows) {
        batches.add(Arrays.copyOfRange(order, (int) from, (int) Math.min(rows, from + batchSize)));
      }
    }
    return batches;
  }

  /** All rows in the order of a 0-based epoch. */
  int[] order(int epoch) {
    return Permutation.of(rows, seedOfEpoch.applyAsLong(epoch));
  }

  // Of positive numbers, without the overflow of (a + b - 1) / b.
  private static int ceilDiv(int a, int b) {
    return (a - 1) / b + 1;
  }
}
