package realign.model;

/** Models of one {@code model_type}: how a configuration says what layers are made of. */
interface DecoderFamily {
  /** The first word of the classes that a configuration names. */
  String name();

  /** The class with a head for text. */
  default String causalClass() {
    return name() + "ForCausalLM";
  }

  /** The class with a head for labels. */
  default String classifierClass() {
    return name() + "ForSequenceClassification";
  }

  /** Reads every field that matters; what nobody reads and is not harmless is refused later. */
  Architecture read(ConfigFields fields, SpecialIds ids);
}
