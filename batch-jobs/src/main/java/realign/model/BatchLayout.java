package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;

/**
 * A batch in the engine's memory: all rows' tokens end to end, so that nothing is computed for
 * padding; only attention looks at rows.
 *
 * @param ids int64 {@code [N]}
 * @param places int64 {@code [N]}: place of each token in its row
 * @param cos f32 {@code [N, 1, headDim]}
 * @param sin f32 {@code [N, 1, headDim]}
 * @param plan rows of equal length that attention takes at once, each as first token, rows, length
 * @param gather int64: the token of each place of padded rows; empty where no row is padded
 * @param back int64 {@code [N]}: the place of each token among padded rows; empty likewise
 * @param positions int64 {@code [M]}: tokens whose prediction counts
 * @param targets int64 {@code [M]}: what they shall predict
 */
@SuppressWarnings("ArrayRecordComponent") // an argument of the script, never compared
record BatchLayout(
    NDArray ids,
    NDArray places,
    NDArray cos,
    NDArray sin,
    long[] plan,
    NDArray gather,
    NDArray back,
    NDArray positions,
    NDArray targets) {

  /** Below this length attention on padding costs less than a call for each row. */
  private static final int SHORT = 32;

  static BatchLayout of(NDManager manager, TokenBatch batch, RotaryTable rotary) {
    int longest = longest(batch);
    NDArray at = manager.create(positionsOfTokens(batch));
    boolean even = Arrays.stream(batch.ids()).allMatch(row -> row.length == longest);
    boolean padded = !even && paddingIsCheap(batch, longest);
    long[][] labelled = labelled(batch);
    return new BatchLayout(
        manager.create(
            Arrays.stream(batch.ids()).flatMapToInt(Arrays::stream).asLongStream().toArray()),
        at,
        select(manager, rotary.cos(longest), at),
        select(manager, rotary.sin(longest), at),
        plan(batch, even || padded ? longest : 0),
        manager.create(padded ? gather(batch, longest) : new long[0]),
        manager.create(padded ? back(batch, longest) : new long[0]),
        manager.create(labelled[0]),
        manager.create(labelled[1]));
  }

  /** Places that attention computes: the tokens, or those of padded rows. */
  static long places(TokenBatch batch) {
    int longest = longest(batch);
    return paddingIsCheap(batch, longest) ? (long) batch.rows() * longest : batch.tokens();
  }

  /** Pairs of places that attention computes. */
  static long squares(TokenBatch batch) {
    int longest = longest(batch);
    return paddingIsCheap(batch, longest)
        ? (long) batch.rows() * longest * longest
        : Arrays.stream(batch.ids()).mapToLong(row -> (long) row.length * row.length).sum();
  }

  private static int longest(TokenBatch batch) {
    return Arrays.stream(batch.ids()).mapToInt(row -> row.length).max().orElseThrow();
  }

  /** Into the pass's manager: by default a result would live as long as the table. */
  private static NDArray select(NDManager manager, NDArray table, NDArray at) {
    return table.get(manager, new NDIndex("{}", at));
  }

  /** Attention's cost grows with the square of the length it is given. */
  private static boolean paddingIsCheap(TokenBatch batch, int longest) {
    long real = Arrays.stream(batch.ids()).mapToLong(row -> (long) row.length * row.length).sum();
    long padded = (long) batch.rows() * longest * longest;
    return padded <= real + (long) batch.rows() * SHORT * SHORT;
  }

  private static long[] positionsOfTokens(TokenBatch batch) {
    long[] positions = new long[batch.tokens()];
    int token = 0;
    for (int[] row : batch.ids()) {
      for (int i = 0; i < row.length; i++) {
        positions[token++] = i;
      }
    }
    return positions;
  }

  /** One group of all rows at a common length, or (length 0) each row by itself. */
  private static long[] plan(TokenBatch batch, int length) {
    if (length > 0) {
      return new long[] {0, batch.rows(), length};
    }
    long[] plan = new long[3 * batch.rows()];
    int first = 0;
    for (int row = 0; row < batch.rows(); row++) {
      plan[3 * row] = first;
      plan[3 * row + 1] = 1;
      plan[3 * row + 2] = batch.ids()[row].length;
      first += batch.ids()[row].length;
    }
    return plan;
  }

  /** Padding repeats the row's last token: nothing sees it, and its own result is dropped. */
  private static long[] gather(TokenBatch batch, int longest) {
    long[] gather = new long[batch.rows() * longest];
    int first = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int length = batch.ids()[row].length;
      for (int i = 0; i < longest; i++) {
        gather[row * longest + i] = (long) first + Math.min(i, length - 1);
      }
      first += length;
    }
    return gather;
  }

  private static long[] back(TokenBatch batch, int longest) {
    long[] back = new long[batch.tokens()];
    int token = 0;
    for (int row = 0; row < batch.rows(); row++) {
      for (int i = 0; i < batch.ids()[row].length; i++) {
        back[token++] = (long) row * longest + i;
      }
    }
    return back;
  }

  /** The token before each label, and the label. */
  private static long[][] labelled(TokenBatch batch) {
    int count = batch.labelled();
    long[] positions = new long[count];
    long[] targets = new long[count];
    int found = 0;
    int first = 0;
    for (int[] labels : batch.labels()) {
      for (int i = 1; i < labels.length; i++) {
        if (labels[i] != TokenBatch.IGNORED) {
          positions[found] = (long) first + i - 1;
          targets[found++] = labels[i];
        }
      }
      first += labels.length;
    }
    return new long[][] {positions, targets};
  }
}
