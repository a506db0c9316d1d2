package realign.training;

import java.util.Arrays;
import realign.data.Batching;
import realign.data.ExampleSet;
import realign.model.TokenBatch;

/** The rows of every optimiser step, as a pure function of the step. */
final class RowOrder {
  private final ExampleSet rows;
  private final Batching batching;
  private final int steps;

  RowOrder(ExampleSet rows, Recipe recipe, Randomness randomness) {
    this.rows = rows;
    this.batching =
        new Batching(
            rows.size(),
            recipe.batchSize(),
            recipe.accumulation(),
            epoch -> randomness.shuffleSeed(recipe.stage(), epoch));
    this.steps = batching.steps(recipe.epochs(), recipe.maxSteps());
  }

  /** Optimiser steps in all. */
  int steps() {
    return steps;
  }

  /** The rows of a 1-based step. */
  StepRows at(int step) {
    return new StepRows(step, batching.microBatches(step - 1).stream().map(this::tokens).toList());
  }

  private TokenBatch tokens(int[] numbers) {
    return new TokenBatch(
        Arrays.stream(numbers).mapToObj(rows::ids).toArray(int[][]::new),
        Arrays.stream(numbers).mapToObj(rows::labels).toArray(int[][]::new));
  }
}
