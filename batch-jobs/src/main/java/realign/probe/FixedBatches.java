package realign.probe;

/**
 * Batches by index alone, never re-formed: the last bits of a row depend on the batch it is in.
 *
 * @param size rows
 * @param batchSize rows of a batch; the last one may have fewer
 */
record FixedBatches(int size, int batchSize) {
  FixedBatches {
    if (size < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "size must be at least 0 and batchSize at least 1, are " + size + " and " + batchSize);
    }
  }

  int count() {
    return (int) (((long) size + batchSize - 1) / batchSize);
  }

  /** First row of a batch; the number of rows for one past the last. */
  int from(int batch) {
    return (int) Math.min(size, (long) batch * batchSize);
  }

  /** First row after it. */
  int to(int batch) {
    return (int) Math.min(size, ((long) batch + 1) * batchSize);
  }

  /** The rows of a batch. */
  int[] rows(int batch) {
    return java.util.stream.IntStream.range(from(batch), to(batch)).toArray();
  }
}
