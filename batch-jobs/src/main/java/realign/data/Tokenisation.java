package realign.data;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Rows to ids, as the published trainers do it: prompt, answer and end text are tokenised as one
 * text with special tokens, then cut on the right; as many labels are masked as the prompt alone
 * gives tokens. The ids of the two tokenisations may differ where they meet; the count masks all
 * the same. No padding: batches are ragged.
 */
public final class Tokenisation {
  private final Template template;
  private final int maxLength;
  private final Function<String, int[]> encode;
  private final String endText;

  /**
   * @param template of the prompts
   * @param maxLength tokens to which a row is cut
   * @param encode text to ids, special tokens included
   * @param endText what ends an answer: the text of the tokenizer's end token
   */
  public Tokenisation(
      Template template, int maxLength, Function<String, int[]> encode, String endText) {
    this.template = template;
    this.maxLength = maxLength;
    this.encode = encode;
    this.endText = endText;
  }

  /** The ids of a row with its answer. May have no label left; see {@link Example#labelled}. */
  public Example example(Row row) {
    String prompt = template.prompt(row);
    int promptTokens = encode.apply(prompt).length;
    int[] ids = cut(encode.apply(prompt + row.output() + endText));
    return new Example(ids, Math.min(promptTokens, ids.length));
  }

  /** The text of a row's prompt. */
  public String prompt(Row row) {
    return template.prompt(row);
  }

  /** Ids [T] of a row's prompt, special tokens included; not cut. */
  public int[] promptIds(Row row) {
    return encode.apply(template.prompt(row));
  }

  private int[] cut(int[] ids) {
    return Arrays.copyOf(ids, Math.min(ids.length, maxLength));
  }
}
