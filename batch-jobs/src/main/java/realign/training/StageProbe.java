package realign.training;

import java.util.List;
import java.util.function.Supplier;
import realign.data.ExampleSet;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.MemoryNeed;
import realign.result.CostRecord;

/**
 * Forecasts a training stage from a few steps on its own rows: the costliest, for memory, then
 * those around the middle, for time. Trains the model that it is given, and keeps nothing.
 *
 * @param forecast time, peak memory of the process and checkpoint bytes
 * @param need the memory by what it is for, counted
 */
public record StageProbe(CostRecord forecast, MemoryNeed need) {
  private static final int TYPICAL = 32;

  /** Opens the model, measures and closes it. */
  public static StageProbe measure(
      Recipe recipe, Randomness randomness, ExampleSet examples, Supplier<LanguageModel> models) {
    Engine.enterThread();
    RowOrder order = new RowOrder(examples, recipe, randomness);
    try (Training training =
        new Training(recipe, randomness, order.steps(), models.get(), () -> false)) {
      StepCosts costs = training.costs(order);
      MemoryNeed need = costs.need(costs.costliest());
      MemoryShortage.refuse(recipe.stage(), need, ProcessUse.residentBytes(), MachineMemory.now());
      StageMeter meter =
          new StageMeter(recipe.stage(), costs, order.steps(), training.checkpoint().bytes(), true);
      try {
        run(training, meter, costs);
      } catch (RuntimeException | OutOfMemoryError e) {
        throw MemoryShortage.orElse(e, need);
      }
      return new StageProbe(meter.conclusion(), need);
    }
  }

  private static void run(Training training, StageMeter meter, StepCosts costs) {
    step(training, meter, costs.costliest());
    List<StepRows> typical = costs.typical(TYPICAL);
    for (int i = 0; !meter.isDone(); i++) {
      step(training, meter, typical.get(i % typical.size()));
    }
  }

  private static void step(Training training, StageMeter meter, StepRows rows) {
    meter.measured(rows, () -> training.loop().step(rows.step(), rows.microBatches()));
  }
}
