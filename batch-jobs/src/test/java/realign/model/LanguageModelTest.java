package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LanguageModelTest {
  private static final DropoutKey KEY = new DropoutKey(11);

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
}
