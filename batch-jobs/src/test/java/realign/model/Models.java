package realign.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/** Tiny models and batches for tests. */
final class Models {
  static final List<String> EVERY_PROJECTION =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  private Models() {}

  static Architecture config(int heads, int kvHeads, boolean tied) {
    return llama(37, 16, 24, heads, kvHeads, 16 / heads, tied, 0.3);
  }

  private static Architecture llama(
      int vocabulary,
      int hidden,
      int wide,
      int heads,
      int kvHeads,
      int headDim,
      boolean tied,
      double deviation) {
    DecoderConfig config =
        new DecoderConfig(
            vocabulary,
            hidden,
            2,
            64,
            new DecoderConfig.Embedding(hidden, 1, null),
            new DecoderConfig.Attention(
                heads,
                kvHeads,
                headDim,
                1 / Math.sqrt(headDim),
                null,
                false,
                new Rotary(10000, new Rotary.Unscaled()),
                List.of(0, 0)),
            new DecoderConfig.FeedForward(wide, true, DecoderConfig.Activation.SILU),
            new DecoderConfig.Norm(
                DecoderConfig.Norm.Kind.RMS, 1e-5, false, DecoderConfig.Norm.Order.BEFORE),
            new DecoderConfig.Head(vocabulary, tied, null),
            deviation,
            new SpecialIds(1, List.of(2), 0));
    return new Architecture(config, tied ? Llama.tied(Llama.NAMES) : Llama.NAMES);
  }

  static LanguageModel random(Architecture architecture, long seed) {
    return LanguageModel.random(architecture, ModelOptions.defaults(), seed);
  }

  static LanguageModel tiny() {
    return random(config(4, 2, false), 7);
  }

  static LoraSpec lora(double dropout) {
    return new LoraSpec(4, 8, dropout, EVERY_PROJECTION);
  }

  static LoraSpec lora(double dropout, String... targets) {
    return new LoraSpec(4, 8, dropout, List.of(targets));
  }

  /** Values for B, which a fresh adapter has as zeros. */
  static void fillB(LanguageModel model, long seed) {
    Map<String, HostTensor> values = model.trainable().snapshot();
    values.replaceAll(
        (name, tensor) -> {
          long count = Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b);
          return name.contains("lora_B")
              ? new HostTensor("F32", tensor.shape(), InitialValues.normal(seed, name, count, 0.3))
              : tensor;
        });
    model.trainable().restore(values);
  }

  /** Rows of the given lengths; the second half of each is labelled. */
  static TokenBatch batch(long seed, int... lengths) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] ids = new int[lengths.length][];
    int[][] labels = new int[lengths.length][];
    for (int row = 0; row < lengths.length; row++) {
      ids[row] = random.ints(lengths[row], 3, 37).toArray();
      labels[row] = ids[row].clone();
      for (int i = 0; i < lengths[row] / 2; i++) {
        labels[row][i] = TokenBatch.IGNORED;
      }
    }
    return new TokenBatch(ids, labels);
  }
}
