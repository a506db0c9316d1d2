package realign.training;

import java.util.Map;
import java.util.function.BooleanSupplier;
import realign.log.TrainedWeights;
import realign.method.Method;
import realign.method.Methods;
import realign.model.LanguageModel;
import realign.safetensors.HostTensor;

/** The open parts of a training stage: model, method, optimiser. Owns the model. */
final class Training implements AutoCloseable {
  private final LanguageModel model;
  private final Method method;
  private final AdamW optimiser;
  private final TrainingLoop loop;

  Training(
      Recipe recipe, Randomness randomness, long steps, LanguageModel model, BooleanSupplier stop) {
    this(recipe, Methods.of(recipe.method()), randomness, steps, model, stop);
  }

  Training(
      Recipe recipe,
      Method method,
      Randomness randomness,
      long steps,
      LanguageModel model,
      BooleanSupplier stop) {
    new TrainedWeights(recipe.stage(), Checkpoint.weightBytes(model.trainable())).requireStorable();
    this.model = model;
    this.method = method;
    this.optimiser = new AdamW(recipe.optimiser(), model.trainable());
    this.loop = new TrainingLoop(recipe, randomness, steps, model, method, optimiser, stop);
  }

  TrainingLoop loop() {
    return loop;
  }

  AdamW optimiser() {
    return optimiser;
  }

  Checkpoint checkpoint() {
    return new Checkpoint(model.trainable(), optimiser, method);
  }

  StepCosts costs(RowOrder order) {
    return new StepCosts(model.cost(), method, order);
  }

  Map<String, HostTensor> weights() {
    return model.trainable().snapshot();
  }

  void finish() {
    method.finish(model);
  }

  @Override
  public void close() {
    optimiser.close();
    model.close();
  }
}
