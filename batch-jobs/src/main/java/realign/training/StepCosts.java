package realign.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import realign.method.Method;
import realign.model.MemoryNeed;
import realign.model.ModelCost;
import realign.model.TokenBatch;

/**
 * How the cost of a stage is spread over its steps, from the rows of each and what its method does
 * with them. Counts operations; a rate turns them into time.
 */
final class StepCosts {
  /** Steps whose rows are looked at; more are sampled evenly. */
  private static final int LOOKED_AT = 2000;

  private final ModelCost model;
  private final Method method;
  private final boolean perturbs;
  private final double mean;
  private final List<StepRows> byCost;

  StepCosts(ModelCost model, Method method, RowOrder order) {
    this.model = model;
    this.method = method;
    int steps = order.steps();
    long sitePasses = LongStream.rangeClosed(1, steps).map(s -> method.sitePasses((int) s)).sum();
    this.perturbs = sitePasses > 0;
    List<StepRows> sample = new ArrayList<>();
    double site = 0;
    double training = 0;
    for (int i = 0; i < Math.min(steps, LOOKED_AT); i++) {
      StepRows rows = order.at(1 + (int) ((long) i * steps / Math.min(steps, LOOKED_AT)));
      sample.add(rows);
      site += rows.microBatches().stream().mapToDouble(model::sitePass).sum();
      training += rows.microBatches().stream().mapToDouble(model::trainingPass).sum();
    }
    // Apart, because a sample of steps may meet a method's rare ones too often or never.
    this.mean = (training + site * sitePasses / steps) / sample.size();
    sample.sort(Comparator.comparingLong(rows -> need(rows).ofBatch()));
    this.byCost = List.copyOf(sample);
  }

  /** Operations of a step. */
  double of(StepRows rows) {
    int sites = method.sitePasses(rows.step());
    return rows.microBatches().stream()
        .mapToDouble(batch -> model.trainingPass(batch) + sites * model.sitePass(batch))
        .sum();
  }

  /** Operations of a step, on average over the stage. */
  double mean() {
    return mean;
  }

  /** Memory of a step, as if it were one of the method's costliest. */
  MemoryNeed need(StepRows rows) {
    return rows.microBatches().stream()
        .map(this::need)
        .max(Comparator.comparingLong(MemoryNeed::ofBatch))
        .orElseThrow();
  }

  private MemoryNeed need(TokenBatch batch) {
    return model.need(batch, perturbs);
  }

  /** The step that needs most memory. */
  StepRows costliest() {
    return byCost.get(byCost.size() - 1);
  }

  /** Steps around the middle, the middle one first. */
  List<StepRows> typical(int most) {
    int from = Math.max(0, byCost.size() / 2 - most / 2);
    return byCost.subList(from, Math.min(byCost.size(), from + most));
  }
}
