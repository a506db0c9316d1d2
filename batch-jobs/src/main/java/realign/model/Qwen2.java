package realign.model;

/** Llama with biases on queries, keys and values; windows only where the configuration asks. */
final class Qwen2 implements DecoderFamily {
  @Override
  public String name() {
    return "Qwen2";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    DecoderLayout names = Llama.NAMES.biased(Role.Q, Role.K, Role.V);
    return Llama.describe(fields, ids, names, LayerWindows.optional(fields));
  }
}
