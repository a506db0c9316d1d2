package realign.benchmark;

import java.util.Locale;

/** The models of the workload, and how many of its batches each is timed on. */
enum Preset {
  /** stories260K, a trained model. */
  TINY(30, 2, ""),
  /** Random weights. */
  SMALL(
      10,
      2,
      """
      {"hidden_size": 256, "intermediate_size": 688, "num_hidden_layers": 6,
       "num_attention_heads": 8, "num_key_value_heads": 8, "vocab_size": 32000,
       "tie_word_embeddings": false,"""),
  /** Random weights of the shape of SmolLM2-135M. */
  SMOL(
      3,
      1,
      """
      {"hidden_size": 576, "intermediate_size": 1536, "num_hidden_layers": 30,
       "num_attention_heads": 9, "num_key_value_heads": 3, "vocab_size": 49152,
       "tie_word_embeddings": true,""");

  /** What the reference gives both random models. */
  private static final String COMMON =
      """
       "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
       "max_position_embeddings": 2048, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
       "initializer_range": 0.02, "bos_token_id": 1, "eos_token_id": 2}
      """;

  private final int steps;
  private final int warmup;
  private final String sizes;

  Preset(int steps, int warmup, String sizes) {
    this.steps = steps;
    this.warmup = warmup;
    this.sizes = sizes;
  }

  /** Name in the workload, on the command line and in results. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Timed steps, a batch each. */
  int steps() {
    return steps;
  }

  /** Steps before them. */
  int warmup() {
    return warmup;
  }

  /** Whether the weights are drawn here. */
  boolean isRandom() {
    return !sizes.isEmpty();
  }

  /** The {@code config.json} of a model with random weights. */
  String config() {
    return sizes + COMMON;
  }
}
