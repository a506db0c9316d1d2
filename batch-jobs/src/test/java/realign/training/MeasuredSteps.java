package realign.training;

import java.util.List;
import realign.model.LanguageModel;
import realign.model.TokenBatch;
import realign.result.StepRecord;
import realign.spec.AlignSpec.Weighting;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;
import realign.spec.method.MethodSpec;

/** The training loop, opened for the benchmark. Owns the model. */
public final class MeasuredSteps implements AutoCloseable {
  private static final double WARM_UP_STEPS = 2;

  private final Training training;

  /**
   * Steps with the optimiser of the benchmark's workload: AdamW, lr 1e-3 falling as a cosine after
   * two steps, weight decay 0.1, clip 1.
   *
   * @param model with something to train
   * @param steps all of them, those that warm up included
   */
  public MeasuredSteps(LanguageModel model, MethodSpec method, int steps) {
    OptimiserSpec adamW =
        new OptimiserSpec(
            1e-3, 0.1, 0.9, 0.999, 1e-8, Schedule.COSINE, Math.min(0.5, WARM_UP_STEPS / steps), 1);
    Recipe recipe = new Recipe(Recipe.ALIGN, method, adamW, 1, steps, 1, 1, Weighting.TOKENS);
    this.training = new Training(recipe, new Randomness(0, 0), steps, model, () -> false);
  }

  /** Does a 1-based step on one micro-batch. */
  public StepRecord step(int step, TokenBatch rows) {
    return training.loop().step(step, List.of(rows));
  }

  /** The optimiser's update alone, from the gradients that are there. */
  public void update(double lr) {
    training.optimiser().update(lr, java.util.Set.of());
  }

  /** Bytes of the trained weights, copied to host memory as a checkpoint does. */
  public long snapshot() {
    return training.weights().values().stream().mapToLong(tensor -> tensor.bytes()).sum();
  }

  @Override
  public void close() {
    training.close();
  }
}
