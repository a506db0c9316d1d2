package realign.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.method.Method;
import realign.method.MicroBatch;
import realign.method.StepLosses;
import realign.method.TrainingContext;
import realign.model.Parameters;
import realign.model.SiteGradients;
import realign.model.SiteTensors;

/** Writes down what a method does in its last step, pass by pass, and changes nothing. */
final class RecordingMethod implements Method {

  /** What happened to one micro-batch; arrays are [tokens x hidden] a layer. */
  static final class Pass {
    double weight;
    double cleanLoss = Double.NaN;
    double loss = Double.NaN;
    double[] siteNorms = {};
    double siteNorm = Double.NaN;
    double perturbationNorm = Double.NaN;
    final List<float[]> sites = new ArrayList<>();
    final List<float[]> perturbations = new ArrayList<>();
  }

  private final Method method;
  final List<Pass> passes = new ArrayList<>();
  final Map<String, float[]> gradients = new TreeMap<>();

  RecordingMethod(Method method) {
    this.method = method;
  }

  @Override
  public StepLosses step(TrainingContext context) {
    passes.clear();
    context.microBatches().forEach(batch -> passes.add(new Pass()));
    StepLosses losses = method.step(new Recorder(context));
    for (String name : context.parameters().names()) {
      gradients.put(name, context.parameters().gradient(name).toFloatArray());
    }
    return losses;
  }

  private final class Recorder implements TrainingContext {
    private final TrainingContext context;

    Recorder(TrainingContext context) {
      this.context = context;
    }

    @Override
    public int step() {
      return context.step();
    }

    @Override
    public List<MicroBatch> microBatches() {
      return context.microBatches();
    }

    @Override
    public Parameters parameters() {
      return context.parameters();
    }

    @Override
    public SiteGradients sites(MicroBatch batch) {
      SiteGradients sites = context.sites(batch);
      Pass pass = passes.get(microBatches().indexOf(batch));
      pass.cleanLoss = sites.loss();
      pass.siteNorms = sites.tensors().layerNorms();
      pass.siteNorm = sites.tensors().norm();
      copy(sites.tensors(), pass.sites);
      return sites;
    }

    @Override
    public double accumulate(MicroBatch batch, @Nullable SiteTensors perturbation) {
      Pass pass = passes.get(microBatches().indexOf(batch));
      pass.weight = batch.weight();
      if (perturbation != null) {
        pass.perturbationNorm = perturbation.norm();
        copy(perturbation, pass.perturbations);
      }
      pass.loss = context.accumulate(batch, perturbation);
      return pass.loss;
    }

    @Override
    public void freeze(Collection<String> names) {
      context.freeze(names);
    }
  }

  private static void copy(SiteTensors tensors, List<float[]> layers) {
    for (int layer = 0; layer < tensors.layers(); layer++) {
      layers.add(tensors.toArray(layer));
    }
  }
}
