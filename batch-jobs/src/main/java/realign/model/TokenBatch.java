package realign.model;

import java.util.Arrays;

/**
 * Rows of token ids with their labels, as they go through the model together. Not padded: each row
 * has its own length, and the model lays the rows end to end.
 *
 * @param ids {@code [rows][length of the row]}
 * @param labels of the same lengths; {@link #IGNORED} where a position is not learned. Not shifted:
 *     the label at position t is the id at t, and the model compares it with what it predicts at t
 *     - 1. The label of a row's first position therefore never counts.
 */
@SuppressWarnings("ArrayRecordComponent") // read row by row in tight loops, never compared
public record TokenBatch(int[][] ids, int[][] labels) {
  /** A label that does not count. */
  public static final int IGNORED = -100;

  public TokenBatch {
    if (ids.length == 0 || ids.length != labels.length) {
      throw new IllegalArgumentException(
          ids.length
              + " rows of ids and "
              + labels.length
              + " of labels: need as many, at least 1");
    }
    for (int row = 0; row < ids.length; row++) {
      if (ids[row].length == 0 || ids[row].length != labels[row].length) {
        throw new IllegalArgumentException(
            "row %d has %d ids and %d labels: need as many, at least 1"
                .formatted(row, ids[row].length, labels[row].length));
      }
    }
  }

  /** Rows without labels, for passes that have no loss. */
  public static TokenBatch unlabelled(int[][] ids) {
    int[][] labels = new int[ids.length][];
    for (int row = 0; row < ids.length; row++) {
      labels[row] = new int[ids[row].length];
      Arrays.fill(labels[row], IGNORED);
    }
    return new TokenBatch(ids, labels);
  }

  /** Number of rows. */
  public int rows() {
    return ids.length;
  }

  /** Number of positions of all rows. */
  public int tokens() {
    return Arrays.stream(ids).mapToInt(row -> row.length).sum();
  }

  /** Number of positions whose prediction counts in the loss, after the shift. */
  public int labelled() {
    return Arrays.stream(labels)
        .mapToInt(row -> (int) Arrays.stream(row).skip(1).filter(label -> label != IGNORED).count())
        .sum();
  }
}
