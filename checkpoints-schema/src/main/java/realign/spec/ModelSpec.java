package realign.spec;

import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/** Either a Hugging Face directory, or one whose weights are drawn at random ({@code init}). */
public record ModelSpec(
    @Setting(
            value = "Hugging Face directory: config, tokenizer, safetensors",
            optional = true,
            input = Setting.Input.MODEL)
        @Nullable String path,
    @Setting(value = "random weights for a given config, to train from scratch", optional = true)
        @Nullable InitSpec init,
    @Setting(
            value =
                "arithmetic of the frozen matrix products; bf16 saves memory, and time where"
                    + " the processor or GPU multiplies it",
            byDefault = "f32")
        Compute compute,
    @Setting(value = "what computes", byDefault = "cpu") Device device) {

  public ModelSpec {
    Settings.check(ModelSpec.class, path, init, compute, device);
    SpecRule.require(
        (path == null) != (init == null),
        path == null ? "" : "init",
        null,
        path == null ? "must have a path or an init" : "must not be given beside path",
        "Give exactly one of path and init");
  }

  /** Arithmetic of the frozen matrix products; everything else is f32. */
  public enum Compute {
    F32,
    BF16
  }

  /** What holds the model and computes with it. */
  public enum Device {
    CPU,
    CUDA
  }

  /** Weights drawn from normal(0, initializer_range) for the config in a directory. */
  public record InitSpec(
      @Setting(
              value = "directory with config.json and tokenizer.json",
              example = "model",
              input = Setting.Input.MODEL)
          String path,
      @Setting(value = "seed of the weights", byDefault = "1", min = 0) long seed) {

    public InitSpec {
      Settings.check(InitSpec.class, path, seed);
    }
  }
}
