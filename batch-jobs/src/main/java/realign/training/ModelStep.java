package realign.training;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import realign.method.MicroBatch;
import realign.method.TrainingContext;
import realign.model.LanguageModel;
import realign.model.Parameters;
import realign.model.SiteGradients;
import realign.model.SiteTensors;

/** One optimiser step on a model, as its method sees it. */
final class ModelStep implements TrainingContext {
  private final LanguageModel model;
  private final int step;
  private final List<MicroBatch> microBatches;
  private final BooleanSupplier stop;
  private final Set<String> frozen = new HashSet<>();

  ModelStep(LanguageModel model, int step, List<MicroBatch> microBatches, BooleanSupplier stop) {
    this.model = model;
    this.step = step;
    this.microBatches = List.copyOf(microBatches);
    this.stop = stop;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public List<MicroBatch> microBatches() {
    return microBatches;
  }

  @Override
  public Parameters parameters() {
    return model.trainable();
  }

  @Override
  public SiteGradients sites(MicroBatch batch) {
    abandonIfAsked();
    return model.sites(batch.tokens(), batch.key());
  }

  @Override
  public double accumulate(MicroBatch batch, @Nullable SiteTensors perturbation) {
    abandonIfAsked();
    return model.backward(batch.tokens(), batch.weight(), perturbation, batch.key());
  }

  @Override
  public void freeze(Collection<String> names) {
    frozen.addAll(names);
  }

  /** Names that the method left to this step, in sorted order. */
  List<String> active() {
    return parameters().names().stream().filter(name -> !frozen.contains(name)).toList();
  }

  Set<String> frozen() {
    return frozen;
  }

  void abandonIfAsked() {
    if (stop.getAsBoolean()) {
      throw new StepAbandonedException(step);
    }
  }
}
