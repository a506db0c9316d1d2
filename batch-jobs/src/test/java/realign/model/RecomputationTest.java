package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed again on the way back is what it was, to the bit. */
class RecomputationTest {
  private static final DropoutKey KEY = new DropoutKey(11);
  private static final TokenBatch BATCH = Models.batch(1, 40, 5, 17);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void aVaccineStepHasTheSameBits(double dropout) {
    assertThat(step(true, dropout)).isEqualTo(step(false, dropout));
  }

  @Test
  void soHasTrainingOfAllParameters() {
    assertThat(ofAll(true)).isEqualTo(ofAll(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "qwen3", "gemma2", "gpt2", "opt"})
  void soHasAStepOfEveryFamily(String family) {
    Path folder = Golden.folder("models/" + family);
    assertThat(step(folder, true)).isEqualTo(step(folder, false));
  }

  private static List<Float> step(Path folder, boolean again) {
    ModelOptions options = ModelOptions.defaults().recomputing(again);
    try (LanguageModel model = LanguageModel.load(folder, options)) {
      model.trainAll();
      return vaccine(model);
    }
  }

  /** Losses of both passes, gradients of sites and of parameters. */
  private static List<Float> step(boolean again, double dropout) {
    try (LanguageModel model = model(again)) {
      model.attachAdapter(Models.lora(dropout), 3);
      Models.fillB(model, 5);
      return vaccine(model);
    }
  }

  private static List<Float> vaccine(LanguageModel model) {
    List<Float> numbers = new ArrayList<>();
    try (SiteGradients first = model.sites(BATCH, KEY);
        SiteTensors eps = first.tensors().scaled(0.1)) {
      numbers.add((float) first.loss());
      for (int layer = 0; layer < eps.layers(); layer++) {
        add(numbers, eps.toArray(layer));
      }
      numbers.add((float) model.backward(BATCH, 0.5, eps, KEY));
    }
    addGradients(numbers, model);
    return numbers;
  }

  private static List<Float> ofAll(boolean again) {
    try (LanguageModel model = model(again)) {
      model.trainAll();
      List<Float> numbers = new ArrayList<>();
      numbers.add((float) model.backward(BATCH, 1, null, KEY));
      addGradients(numbers, model);
      return numbers;
    }
  }

  private static LanguageModel model(boolean again) {
    ModelOptions options = ModelOptions.defaults().recomputing(again);
    return LanguageModel.random(Models.config(4, 2, false), options, 7);
  }

  private static void addGradients(List<Float> numbers, LanguageModel model) {
    for (String name : model.trainable().names()) {
      float[] gradient = model.trainable().gradient(name).toFloatArray();
      assertThat(gradient).as(name).isNotEqualTo(new float[gradient.length]);
      add(numbers, gradient);
    }
  }

  private static void add(List<Float> numbers, float[] values) {
    for (float value : values) {
      numbers.add(value);
    }
  }
}
