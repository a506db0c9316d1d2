package realign.model;

import static realign.model.DecoderLayout.Module.plain;

import java.util.Map;

/** Llama with a norm of every query and key head before the rotation. */
final class Qwen3 implements DecoderFamily {
  @Override
  public String name() {
    return "Qwen3";
  }

  @Override
  public Architecture read(ConfigFields fields, SpecialIds ids) {
    DecoderLayout names =
        Llama.NAMES.with(
            Map.of(
                Role.Q_NORM, plain("self_attn.q_norm"),
                Role.K_NORM, plain("self_attn.k_norm")));
    if (fields.flag("attention_bias", false)) {
      names = names.biased(Role.Q, Role.K, Role.V, Role.O);
    }
    return Llama.describe(fields, ids, names, LayerWindows.optional(fields));
  }
}
