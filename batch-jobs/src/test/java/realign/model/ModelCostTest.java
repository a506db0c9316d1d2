package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers that were counted by hand. */
class ModelCostTest {
  private static final TokenBatch BATCH = Models.batch(1, 8, 6);

  /** 14 tokens, 4 + 3 labels; width 16, keys 8, inner 24, 2 layers, vocabulary 37, rank 4. */
  @Test
  void operations() {
    ModelCost cost = cost(false);
    long block = 16 * 16 + 2 * 16 * 8 + 16 * 16 + 3 * 16 * 24;
    double frozen = 2.0 * 14 * 2 * block;
    long widths = 7 * 16 + 2 * 16 + 2 * 8 + 3 * 24;
    double adapter = 2.0 * 14 * 4 * 2 * widths;
    double attention = 2.0 * 4 * 16 * (8 * 9 / 2 + 6 * 7 / 2);
    double head = 2.0 * 7 * 16 * 37;
    assertThat(cost.sitePass(BATCH)).isEqualTo(2 * (frozen + adapter + head) + 3 * attention);
    assertThat(cost.trainingPass(BATCH)).isEqualTo(cost.sitePass(BATCH) + adapter);
    assertThat(cost(true).sitePass(BATCH))
        .isEqualTo(cost.sitePass(BATCH) + frozen + adapter + attention);
  }

  @Test
  void memory() {
    MemoryNeed need = cost(false).need(BATCH, false);
    long block = 16 * 16 + 2 * 16 * 8 + 16 * 16 + 3 * 16 * 24;
    long matrices = 2 * 37 * 16 + 2 * block;
    assertThat(need.weights()).isEqualTo(4 * (matrices + 5 * 16));
    assertThat(need.folded()).isEqualTo(4 * 2 * block);
    long trained = 4 * 2 * (7 * 16 + 2 * 16 + 2 * 8 + 3 * 24);
    assertThat(need.trained()).isEqualTo(4 * 4 * trained);
    // a token of a block: x, s, two statistics, gate, up; at places of padded rows q, y, k, v, sums
    long tape = 14 * (2 * 16 + 2 + 2 * 24) + 16 * (2 * 16 + 2 * 8 + 4);
    assertThat(need.activations()).isEqualTo(4 * (2 * tape + 14 * 16));
    assertThat(cost(false).need(BATCH, true).activations())
        .isEqualTo(need.activations() + 4 * 2 * 2 * 14 * 16);
  }

  /** One block's tape at a time, and the inputs of all. */
  @Test
  void memoryOfActivationsComputedAgain() {
    long tape = 14 * (2 * 16 + 2 + 2 * 24) + 16 * (2 * 16 + 2 * 8 + 4);
    assertThat(cost(true).need(BATCH, false).activations()).isEqualTo(4 * (tape + 2 * 14 * 16));
  }

  private static ModelCost cost(boolean again) {
    ModelOptions options = ModelOptions.defaults().recomputing(again);
    try (LanguageModel model = LanguageModel.random(Models.config(4, 2, false), options, 7)) {
      model.attachAdapter(Models.lora(0), 3);
      return model.cost();
    }
  }
}
