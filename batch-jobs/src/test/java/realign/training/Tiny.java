package realign.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import realign.data.Example;
import realign.data.ExampleSet;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.spec.AlignSpec.Weighting;
import realign.spec.LoraSpec;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;
import realign.spec.method.MethodSpec;

/** A model of 2 layers and width 16, some rows and a recipe of 6 steps. */
final class Tiny {
  private static final int VOCABULARY = 32;
  private static final String CONFIG =
      """
      {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 32,
       "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2,
       "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "hidden_act": "silu",
       "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
       "attention_bias": false, "mlp_bias": false, "tie_word_embeddings": false,
       "initializer_range": 0.3, "bos_token_id": 1, "eos_token_id": 2}
      """;
  private static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  private Tiny() {}

  /** A model whose adapter is far from zero, so that every gradient is. */
  static LanguageModel model(Path folder, double dropout) {
    return model(folder, dropout, ModelOptions.defaults());
  }

  static LanguageModel model(Path folder, double dropout, ModelOptions options) {
    LanguageModel model = base(folder, options);
    model.attachAdapter(new LoraSpec(2, 4, dropout, ALL), 3);
    Random random = new Random(5);
    for (String name : model.trainable().names()) {
      float[] noise = new float[(int) model.trainable().get(name).size()];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) (0.2 * random.nextGaussian());
      }
      try (var change = model.trainable().get(name).getManager().create(noise)) {
        model
            .trainable()
            .update(name, (value, gradient) -> value.addi(change.reshape(value.getShape())));
      }
    }
    return model;
  }

  /** A model without anything trainable. */
  static LanguageModel base(Path folder) {
    return base(folder, ModelOptions.defaults());
  }

  private static LanguageModel base(Path folder, ModelOptions options) {
    try {
      Files.writeString(folder.resolve("config.json"), CONFIG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return LanguageModel.random(folder, 1, options);
  }

  /** Rows of 3 to 9 ids, the first two of each being the prompt. */
  static ExampleSet examples(int rows) {
    Random random = new Random(11);
    List<Example> examples = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      examples.add(new Example(random.ints(3 + row % 7, 3, VOCABULARY).toArray(), 2));
    }
    return ExampleSet.of(examples);
  }

  /** The first rows as one batch. */
  static TokenBatch batch(ExampleSet examples, int from, int to) {
    int[][] ids = new int[to - from][];
    int[][] labels = new int[to - from][];
    for (int row = from; row < to; row++) {
      ids[row - from] = examples.ids(row);
      labels[row - from] = examples.labels(row);
    }
    return new TokenBatch(ids, labels);
  }

  /** Micro-batches of 2 rows, two of them a step, 2 epochs of 10 rows: 6 steps. */
  static Recipe recipe(MethodSpec method) {
    return recipe(Recipe.ALIGN, method, Weighting.TOKENS);
  }

  static Recipe recipe(String stage, MethodSpec method, Weighting weighting) {
    return new Recipe(
        stage,
        method,
        new OptimiserSpec(1e-2, 0.1, 0.9, 0.999, 1e-8, Schedule.COSINE, 0.1, 1),
        2,
        null,
        2,
        2,
        weighting);
  }
}
