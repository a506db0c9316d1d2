package realign.data;

/**
 * How a row becomes text. Training and evaluation must use the same one; not yet ids, and never
 * cut.
 */
public interface Template {

  /** The text of a row's prompt, behind which the model answers. */
  String prompt(Row row);

  /**
   * The text of a row's prompt and its answer, which a model is trained on.
   *
   * @param end the text of the token that ends an answer, where the template does not know it
   */
  String answered(Row row, String end);

  /** Whether its texts hold all special tokens; else the tokenizer adds its own around them. */
  boolean complete();
}
