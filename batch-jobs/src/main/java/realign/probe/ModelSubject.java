package realign.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import realign.model.LanguageModel;
import realign.model.SiteTensors;
import realign.model.TokenBatch;

/** A language model of the engine as a subject; whoever made the model closes it. */
public final class ModelSubject implements Subject {
  private final LanguageModel model;
  private final Set<Integer> ends;

  /** The model as it is at each call. */
  public ModelSubject(LanguageModel model) {
    this.model = model;
    this.ends = new HashSet<>(model.config().ids().eos());
  }

  @Override
  public int[][] generate(int[][] prompts, int maxNewTokens) {
    return model.generate(prompts, maxNewTokens, this::ends);
  }

  @Override
  public boolean ends(int id) {
    return ends.contains(id);
  }

  @Override
  public double loss(TokenBatch batch) {
    return model.loss(batch);
  }

  @Override
  public List<float[]> siteOutputs(TokenBatch batch) {
    try (SiteTensors outputs = model.siteOutputs(batch)) {
      List<float[]> layers = new ArrayList<>();
      for (int layer = 0; layer < outputs.layers(); layer++) {
        layers.add(outputs.toArray(layer));
      }
      return layers;
    }
  }

  @Override
  public int width() {
    return model.config().hidden();
  }

  @Override
  public int positions() {
    return model.config().positions();
  }
}
