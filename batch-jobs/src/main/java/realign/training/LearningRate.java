package realign.training;

import realign.spec.OptimiserSpec;

/**
 * Learning rate by optimiser step, as the schedules of Hugging Face transformers: linear warm-up
 * from 0 over {@code ceil(warmup * steps)} steps, then cosine to 0, linear to 0, or constant. The
 * first step of a warm-up has rate 0: it leaves the weights and fills the moments.
 *
 * @param optimiser peak rate, schedule and warm-up
 * @param steps optimiser steps in all
 */
record LearningRate(OptimiserSpec optimiser, long steps) {

  /** Rate of a 1-based step. */
  double at(long step) {
    return optimiser.lr() * factor(step - 1);
  }

  private double factor(long done) {
    long warmup = warmupSteps();
    if (done < warmup) {
      return (double) done / warmup;
    }
    double progress = (double) (done - warmup) / Math.max(1, steps - warmup);
    return switch (optimiser.schedule()) {
      case COSINE -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
      case LINEAR -> Math.max(0, 1 - progress);
      case CONSTANT -> 1;
    };
  }

  private long warmupSteps() {
    return (long) Math.ceil(optimiser.warmup() * steps);
  }
}
