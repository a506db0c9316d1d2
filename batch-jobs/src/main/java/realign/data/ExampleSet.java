package realign.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import realign.store.Payload;

/**
 * Tokenised rows to train or to measure a loss on; not text, and not batched: {@link Batching} says
 * which rows a step takes.
 *
 * <p>Immutable. Row r has token ids [T_r] (special tokens included) and a number of prompt tokens,
 * whose labels do not count.
 */
public final class ExampleSet {
  /** Label of a token that does not count in the loss. */
  public static final int IGNORED = -100;

  private final int[][] ids;
  private final int[] promptTokens;

  private ExampleSet(int[][] ids, int[] promptTokens) {
    this.ids = ids;
    this.promptTokens = promptTokens;
  }

  /** A set of the given rows, copied. */
  public static ExampleSet of(List<Example> examples) {
    int[][] ids = examples.stream().map(Example::ids).toArray(int[][]::new);
    int[] promptTokens = examples.stream().mapToInt(Example::promptTokens).toArray();
    return new ExampleSet(ids, promptTokens);
  }

  /** Number of rows. */
  public int size() {
    return ids.length;
  }

  /** Tokens of all rows, prompts included. */
  public long tokens() {
    return Arrays.stream(ids).mapToLong(row -> row.length).sum();
  }

  /** Token ids [T] of a row, a copy. */
  public int[] ids(int row) {
    return ids[row].clone();
  }

  /** Leading tokens of a row whose labels do not count. */
  public int promptTokens(int row) {
    return promptTokens[row];
  }

  /** Labels [T] of a row: its ids, {@link #IGNORED} on the prompt; not shifted. */
  public int[] labels(int row) {
    int[] labels = ids(row);
    Arrays.fill(labels, 0, promptTokens[row], IGNORED);
    return labels;
  }

  /** The first rows. */
  public ExampleSet first(int count) {
    return new ExampleSet(
        Arrays.copyOfRange(ids, 0, count), Arrays.copyOfRange(promptTokens, 0, count));
  }

  /** Sets laid end to end. */
  public static ExampleSet concat(List<ExampleSet> sets) {
    List<Example> all = new ArrayList<>();
    for (ExampleSet set : sets) {
      for (int row = 0; row < set.size(); row++) {
        all.add(new Example(set.ids[row], set.promptTokens[row]));
      }
    }
    return of(all);
  }

  /** As bytes that {@link #read} reads: safetensors, ids I32 laid end to end and offsets I64. */
  public Payload toPayload() {
    String what = "not yet";
    throw new UnsupportedOperationException(what);
  }

  /** Reads what {@link #toPayload} wrote. */
  public static ExampleSet read(ByteBuffer bytes) {
    String what = "not yet" + bytes;
    throw new UnsupportedOperationException(what);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExampleSet that
        && Arrays.deepEquals(ids, that.ids)
        && Arrays.equals(promptTokens, that.promptTokens);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(ids) * 31 + Arrays.hashCode(promptTokens);
  }

  @Override
  public String toString() {
    return "ExampleSet[" + size() + " rows, " + tokens() + " tokens]";
  }
}
