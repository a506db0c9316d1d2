package realign.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import realign.model.TokenBatch;
import realign.store.Payload;

/**
 * Tokenised rows to train or to measure a loss on; not text, and not batched: {@link Batching} says
 * which rows a step takes. Immutable.
 */
public final class ExampleSet {
  private final List<Example> examples;

  private ExampleSet(List<Example> examples) {
    this.examples = List.copyOf(examples);
  }

  /** A set of the given rows. */
  public static ExampleSet of(List<Example> examples) {
    return new ExampleSet(examples);
  }

  /** Number of rows. */
  public int size() {
    return examples.size();
  }

  /** Tokens of all rows, prompts included. */
  public long tokens() {
    return examples.stream().mapToLong(example -> example.ids().length).sum();
  }

  /** A row. */
  public Example get(int row) {
    return examples.get(row);
  }

  /** Token ids [T] of a row, a copy. */
  public int[] ids(int row) {
    return get(row).ids();
  }

  /** Labels [T] of a row, not shifted. */
  public int[] labels(int row) {
    return get(row).labels();
  }

  /**
   * Rows as the model takes them, with labels.
   *
   * @param rows row numbers, at least one
   */
  public TokenBatch batch(int... rows) {
    int[][] ids = new int[rows.length][];
    int[][] labels = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      ids[i] = ids(rows[i]);
      labels[i] = labels(rows[i]);
    }
    return new TokenBatch(ids, labels);
  }

  /** The rows from {@code from} up to but without {@code to}. */
  public ExampleSet rows(int from, int to) {
    return new ExampleSet(examples.subList(from, to));
  }

  /** Sets laid end to end. */
  public static ExampleSet concat(List<ExampleSet> sets) {
    List<Example> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.examples));
    return new ExampleSet(all);
  }

  /** As safetensors bytes that {@link #read} reads: ids I32 laid end to end, offsets I64. */
  public Payload toPayload() {
    return ExampleTensors.write(examples);
  }

  /** Reads what {@link #toPayload} wrote. */
  public static ExampleSet read(ByteBuffer bytes) {
    return new ExampleSet(ExampleTensors.read(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExampleSet that && examples.equals(that.examples);
  }

  @Override
  public int hashCode() {
    return examples.hashCode();
  }

  @Override
  public String toString() {
    return "ExampleSet[" + size() + " rows, " + tokens() + " tokens]";
  }
}
