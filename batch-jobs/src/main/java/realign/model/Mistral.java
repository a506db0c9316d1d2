package realign.model;

import java.util.Collections;

/** Llama with a sliding window in every layer, where one is given. */
final class Mistral implements DecoderFamily {
  @Override
  public String name() {
    return "Mistral";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    int layers = fields.count("num_hidden_layers", null, ConfigFields.MOST_LAYERS);
    int window = fields.count("sliding_window", 0, ConfigFields.LARGEST);
    return Llama.describe(fields, ids, Llama.NAMES, Collections.nCopies(layers, window));
  }
}
