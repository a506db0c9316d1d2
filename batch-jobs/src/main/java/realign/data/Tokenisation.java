package realign.data;

import java.util.Arrays;

/**
 * Rows to ids, as the published trainers do it: prompt, answer and end text are tokenised as one
 * text with special tokens, then cut on the right; as many labels are masked as the prompt alone
 * gives tokens, cut alike. The ids of the two tokenisations may differ where they meet; the count
 * masks all the same. Pad tokens that a prompt spells out are not counted, as they are not there.
 * No padding: batches are ragged.
 */
public final class Tokenisation {
  private final int maxLength;
  private final TextCodec codec;

  /**
   * @param maxLength tokens to which a row is cut
   * @param codec of the model's tokenizer and of the template, open for as long as this is used
   */
  public Tokenisation(int maxLength, TextCodec codec) {
    this.maxLength = maxLength;
    this.codec = codec;
  }

  /** The ids of a row with its answer. May have no label left; see {@link Example#labelled}. */
  public Example example(Row row) {
    int[] promptIds = cut(promptIds(row));
    int[] ids = cut(codec.encode(codec.template().answered(row, codec.endText())));
    int masked = (int) Arrays.stream(promptIds).filter(id -> !codec.pads(id)).count();
    return new Example(ids, Math.min(masked, ids.length));
  }

  /** The text of a row's prompt. */
  public String prompt(Row row) {
    return codec.template().prompt(row);
  }

  /** Ids [T] of a row's prompt, special tokens included; not cut. */
  public int[] promptIds(Row row) {
    return codec.encode(prompt(row));
  }

  private int[] cut(int[] ids) {
    return Arrays.copyOf(ids, Math.min(ids.length, maxLength));
  }
}
