package realign.data;

import java.util.Arrays;

/**
 * One tokenised row.
 *
 * @param ids token ids [T], special tokens included; copied
 * @param promptTokens leading tokens whose labels do not count, 0 to T
 */
public record Example(int[] ids, int promptTokens) {

  public Example {
    ids = ids.clone();
    if (promptTokens < 0 || promptTokens > ids.length) {
      throw new IllegalArgumentException(
          "promptTokens must be 0 to the row's " + ids.length + " tokens, is " + promptTokens);
    }
  }

  @Override
  public int[] ids() {
    return ids.clone();
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
