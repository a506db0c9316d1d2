package realign.data;

import java.util.Arrays;
import realign.model.TokenBatch;

/** One tokenised row. Immutable; not a batch, and without its text. */
public final class Example {
  private final int[] ids;
  private final int promptTokens;

  /**
   * @param ids token ids [T], special tokens included; copied
   * @param promptTokens leading tokens whose labels do not count, 0 to T
   */
  public Example(int[] ids, int promptTokens) {
    if (promptTokens < 0 || promptTokens > ids.length) {
      throw new IllegalArgumentException(
          "promptTokens must be 0 to the row's " + ids.length + " tokens, is " + promptTokens);
    }
    this.ids = ids.clone();
    this.promptTokens = promptTokens;
  }

  /** Token ids [T], a copy. */
  public int[] ids() {
    return ids.clone();
  }

  /** Labels [T]: the ids, {@link TokenBatch#IGNORED} on the prompt; not shifted. */
  public int[] labels() {
    int[] labels = ids.clone();
    Arrays.fill(labels, 0, promptTokens, TokenBatch.IGNORED);
    return labels;
  }

  /** Leading tokens whose labels do not count. */
  public int promptTokens() {
    return promptTokens;
  }

  /** Tokens whose labels count. */
  public int labelled() {
    return ids.length - promptTokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Example that
        && Arrays.equals(ids, that.ids)
        && promptTokens == that.promptTokens;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids) * 31 + promptTokens;
  }

  @Override
  public String toString() {
    return "Example[" + ids.length + " tokens, " + promptTokens + " of the prompt]";
  }
}
