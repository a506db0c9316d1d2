package realign.probe;

import realign.result.Point;

/**
 * One measurement, taken in fixed batches: one implementation a file. Knows neither stages nor
 * checkpoints: what it must remember between two batches is in the {@link Tally}, what it finds
 * goes to the {@link RecordLines}.
 */
interface Probe {

  /** Name in records and progress. */
  String name();

  /** The batches of its prompts or rows, the same at every point. */
  FixedBatches batches();

  /** Whether it means anything at a point. */
  default boolean appliesTo(Point point) {
    return true;
  }

  /**
   * Measures one batch.
   *
   * @param batch 0-based; the batches of a point are measured in order
   */
  void measure(Point point, int batch, Subjects subjects, Tally tally, RecordLines lines);

  /** How far it is: {@code harmful 24/80}. */
  default String progress(int batchesDone) {
    FixedBatches all = batches();
    return name() + " " + all.from(batchesDone) + "/" + all.size();
  }

  /** The running result for a person, such as {@code HS 3.1}. */
  String running(Tally tally);
}
