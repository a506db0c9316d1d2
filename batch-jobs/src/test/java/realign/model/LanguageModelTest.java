package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.safetensors.HostTensor;
import realign.spec.ProblemException;

class LanguageModelTest {
  private static final DropoutKey KEY = new DropoutKey(11);

  /** L(pass 2) - L(pass 1) ~ rho * |g|, exact to O(rho^2). */
  @Test
  void siteGradientsPredictTheLossOfASmallPerturbation() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0), 3);
      TokenBatch batch = Models.batch(1, 9, 5, 7);
      try (SiteGradients first = model.sites(batch, KEY);
          SiteTensors step = first.tensors().scaled(1e-2 / first.tensors().norm())) {
        double perturbed = model.backward(batch, 1, step, KEY);

        assertThat(step.norm()).isCloseTo(1e-2, within(1e-7));
        assertThat(perturbed - first.loss())
            .isCloseTo(1e-2 * first.tensors().norm(), within(2e-4 * first.tensors().norm()));
      }
    }
  }

  @Test
  void bothPassesShareTheirDropoutMasks() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0.5), 3);
      Models.fillB(model, 5);
      TokenBatch batch = Models.batch(1, 9, 5, 7);
      try (SiteGradients first = model.sites(batch, KEY)) {
        assertThat(model.backward(batch, 1, null, KEY)).isEqualTo(first.loss());
        assertThat(model.backward(batch, 1, null, new DropoutKey(12))).isNotEqualTo(first.loss());
        assertThat(model.loss(batch)).isNotEqualTo(first.loss());
      }
    }
  }

  @Test
  void randomTensorsBeyond2GiBAreRefusedByName(@TempDir Path folder) throws IOException {
    ModelDirectories.writeConfig(
        folder, config -> config.put("vocab_size", 1 << 20).put("hidden_size", 512));
    assertThatThrownBy(() -> LanguageModel.random(folder, 1, ModelOptions.defaults()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("(1048576, 512) with random values")
        .hasMessageContaining("RLN-324");
  }

  @Test
  void sitesLeaveGatheredGradientsAlone() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0), 3);
      TokenBatch batch = Models.batch(1, 6, 4);
      String name = model.trainable().names().get(1);
      model.backward(batch, 1, null, KEY);
      float[] once = model.trainable().gradient(name).toFloatArray();
      model.sites(batch, KEY).close();
      assertThat(model.trainable().gradient(name).toFloatArray()).containsExactly(once);

      model.backward(batch, 1, null, KEY);
      float[] twice = model.trainable().gradient(name).toFloatArray();
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-6f));
      }
      model.trainable().zeroGradients();
      assertThat(model.trainable().gradient(name).toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void theWeightScalesTheGradientAndNotTheLoss() {
    try (LanguageModel model = Models.tiny()) {
      model.trainAll();
      TokenBatch batch = Models.batch(1, 6, 4);
      double loss = model.backward(batch, 1, null, KEY);
      float[] whole = model.trainable().gradient("model.norm.weight").toFloatArray();
      model.trainable().zeroGradients();
      assertThat(model.backward(batch, 0.25, null, KEY)).isEqualTo(loss);
      float[] quarter = model.trainable().gradient("model.norm.weight").toFloatArray();
      for (int i = 0; i < whole.length; i++) {
        assertThat(quarter[i]).isCloseTo(whole[i] / 4, within(1e-7f));
      }
    }
  }

  @Test
  void aFreshAdapterChangesNothingAndAMergedOneChangesNothingMore() {
    try (LanguageModel model = Models.tiny()) {
      TokenBatch batch = Models.batch(1, 9, 5);
      double base = model.loss(batch);
      model.attachAdapter(Models.lora(0), 3);
      assertThat(model.loss(batch)).isEqualTo(base);
      Models.fillB(model, 5);
      double adapted = model.loss(batch);
      assertThat(adapted).isNotCloseTo(base, within(1e-3));
      model.mergeAdapter();
      assertThat(model.loss(batch)).isCloseTo(adapted, within(1e-5));
      assertThat(model.trainable().names()).isEmpty();
    }
  }

  @Test
  void restoredParametersGiveTheSameBits() {
    TokenBatch batch = Models.batch(1, 9, 5);
    Map<String, HostTensor> values;
    double loss;
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0), 3);
      Models.fillB(model, 5);
      values = model.trainable().snapshot();
      loss = model.loss(batch);
    }
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0), 4);
      model.trainable().restore(values);
      assertThat(model.loss(batch)).isEqualTo(loss);
    }
  }

  @Test
  void parametersOfAnotherShapeAreRefused() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0), 3);
      Map<String, HostTensor> values = model.trainable().snapshot();
      String name = values.keySet().iterator().next();
      values.put(name, new HostTensor("F32", new long[] {1}, java.nio.ByteBuffer.allocate(4)));
      assertThatThrownBy(() -> model.trainable().restore(values)).hasMessageContaining(name);
      values.remove(name);
      assertThatThrownBy(() -> model.trainable().restore(values)).hasMessageContaining(name);
    }
  }

  @Test
  void stepsHoldNoMoreArraysThanBefore() {
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0.1), 3);
      step(model, 0);
      int held = model.heldArrays();
      for (int i = 1; i < 20; i++) {
        step(model, i);
      }
      assertThat(model.heldArrays()).isEqualTo(held);
    }
  }

  private static void step(LanguageModel model, int i) {
    TokenBatch batch = Models.batch(i, 6 + i, 4, 70 % (5 + i) + 1);
    DropoutKey key = new DropoutKey(i);
    try (SiteGradients first = model.sites(batch, key);
        SiteTensors step = first.tensors().scaled(2 / first.tensors().norm())) {
      model.backward(batch, 1, step, key);
    }
    model.trainable().zeroGradients();
    model.trainable().snapshot();
    model.loss(batch);
    model.siteOutputs(batch).close();
    model.generate(batch.ids(), 4, id -> id == 2);
  }

  @Test
  void inputThatTheEngineWouldNotSurviveIsRefused() {
    try (LanguageModel model = Models.tiny()) {
      assertThatThrownBy(() -> model.loss(Models.batch(1, 65)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("65 (limit 64)");
      int[][] unknown = {{1, 37}};
      assertThatThrownBy(() -> model.loss(new TokenBatch(unknown, unknown)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("37");
      int[][] ids = {{1, 2}};
      int[][] badLabel = {{1, 99}};
      assertThatThrownBy(() -> model.loss(new TokenBatch(ids, badLabel)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("99");
      assertThatThrownBy(() -> model.loss(TokenBatch.unlabelled(ids)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("labelled");
      assertThatThrownBy(() -> model.attachAdapter(Models.lora(0, "q_proj", "query"), 1))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("query");
    }
  }
}
