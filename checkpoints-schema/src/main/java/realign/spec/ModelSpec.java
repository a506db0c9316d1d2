package realign.spec;

import org.jspecify.annotations.Nullable;

/** Either a Hugging Face directory, or one whose weights are drawn at random ({@code init}). */
public record ModelSpec(
    @Setting(value = "Hugging Face directory: config, tokenizer, safetensors", optional = true)
        @Nullable String path,
    @Setting(value = "random weights for a given config, to train from scratch", optional = true)
        @Nullable InitSpec init,
    @Setting(value = "arithmetic of the matrix products", byDefault = "f32") Compute compute) {

  /** Arithmetic of the frozen matrix products; everything else is f32. */
  public enum Compute {
    F32
  }

  /** Weights drawn from normal(0, initializer_range) for the config in a directory. */
  public record InitSpec(
      @Setting("directory with config.json and tokenizer.json") String path,
      @Setting(value = "seed of the weights", byDefault = "1", min = 0) long seed) {}
}
