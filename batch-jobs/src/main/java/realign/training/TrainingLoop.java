package realign.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import realign.method.Method;
import realign.method.MicroBatch;
import realign.method.StepLosses;
import realign.model.DropoutKey;
import realign.model.LanguageModel;
import realign.model.TokenBatch;
import realign.result.StepRecord;

/**
 * What one optimiser step does: micro-batches, method, clipping, update. Holds no position and
 * saves nothing; the caller says which step it is.
 */
final class TrainingLoop {
  private final Recipe recipe;
  private final Randomness randomness;
  private final LearningRate rate;
  private final LanguageModel model;
  private final Method method;
  private final AdamW optimiser;
  private final BooleanSupplier stop;

  TrainingLoop(
      Recipe recipe,
      Randomness randomness,
      long steps,
      LanguageModel model,
      Method method,
      AdamW optimiser,
      BooleanSupplier stop) {
    this.recipe = recipe;
    this.randomness = randomness;
    this.rate = new LearningRate(recipe.optimiser(), steps);
    this.model = model;
    this.method = method;
    this.optimiser = optimiser;
    this.stop = stop;
  }

  /**
   * Does a 1-based step.
   *
   * @throws StepAbandonedException when the process was asked to stop; weights and moments are as
   *     before
   * @throws realign.spec.ProblemException when loss or gradient are not finite, or nothing has a
   *     label; weights and moments are as before
   */
  StepRecord step(int step, List<TokenBatch> rows) {
    ModelStep context = new ModelStep(model, step, microBatches(step, rows), stop);
    context.parameters().zeroGradients();
    StepLosses losses = method.step(context);
    double norm = GlobalNorm.of(context.parameters(), context.active());
    Divergence.refuse(step, losses.loss(), norm);
    GlobalNorm.clip(context.parameters(), context.active(), norm, recipe.optimiser().clip());
    // The last moment at which nothing has happened yet.
    context.abandonIfAsked();
    double lr = rate.at(step);
    optimiser.update(lr, context.frozen());
    method.updated(context);
    return record(step, lr, losses, norm, rows);
  }

  private List<MicroBatch> microBatches(int step, List<TokenBatch> rows) {
    List<MicroBatch> batches =
        MicroBatches.of(
            rows,
            recipe.weighting(),
            i -> new DropoutKey(randomness.dropoutSeed(recipe.stage(), step, i)));
    Divergence.refuseUnlabelled(step, batches);
    return batches;
  }

  private static StepRecord record(
      int step, double lr, StepLosses losses, double norm, List<TokenBatch> rows) {
    return new StepRecord(
        step,
        lr,
        losses.loss(),
        losses.cleanLoss(),
        norm,
        losses.siteGradNorm(),
        losses.perturbationNorm(),
        rows.stream().mapToLong(TokenBatch::tokens).sum());
  }
}
