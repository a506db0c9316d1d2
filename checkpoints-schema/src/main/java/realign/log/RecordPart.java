package realign.log;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A run of lines of a record stream.
 *
 * @param blob the lines, each ended by a line feed
 * @param lines number of lines
 * @param weight number of commits whose lines it holds: a power of two
 */
record RecordPart(BlobRef blob, long lines, int weight) {

  RecordPart {
    Objects.requireNonNull(blob);
    if (lines < 1 || Integer.bitCount(weight) != 1) {
      throw new IllegalArgumentException(
          "lines " + lines + ", weight " + weight + ": must be at least 1 and a power of two");
    }
  }

  /** The same lines in another blob. */
  RecordPart with(UnaryOperator<BlobRef> change) {
    return new RecordPart(change.apply(blob), lines, weight);
  }
}
