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

  static DecoderConfig config(int heads, int kvHeads, boolean tied) {
    return new DecoderConfig(
        37, 16, 24, 2, heads, kvHeads, 16 / heads, 64, 10000, 1e-5, tied, 0.3, 1, List.of(2), 0);
  }

  static DecoderConfig wide(int heads, int kvHeads) {
    return new DecoderConfig(
        37, 160, 48, 2, heads, kvHeads, 8, 64, 10000, 1e-5, false, 0.1, 1, List.of(2), 0);
  }

  static LanguageModel tiny() {
    return LanguageModel.random(config(4, 2, false), 7);
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
