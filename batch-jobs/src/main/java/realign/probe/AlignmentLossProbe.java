package realign.probe;

import static realign.result.ProbeNames.ALIGNMENT_LOSS;

import java.util.List;
import java.util.Locale;
import realign.data.ExampleSet;
import realign.result.MeasureRecord;
import realign.result.Point;

/**
 * Loss on the alignment rows, in file order: the mean over a batch's label tokens, and of these the
 * mean over batches weighted by their rows, as the Trainer of transformers evaluates. So it depends
 * on the batch size, which is fixed by the spec.
 */
final class AlignmentLossProbe implements Probe {
  private static final int LOSS_TIMES_ROWS = 0;
  private static final int ROWS = 1;

  private final ExampleSet examples;
  private final FixedBatches batches;

  AlignmentLossProbe(ExampleSet examples, int batchSize) {
    this.examples = examples;
    this.batches = new FixedBatches(examples.size(), batchSize);
  }

  @Override
  public String name() {
    return ALIGNMENT_LOSS;
  }

  @Override
  public FixedBatches batches() {
    return batches;
  }

  @Override
  public void measure(Point point, int batch, Subjects subjects, Tally tally, RecordLines lines) {
    int[] rows = batches.rows(batch);
    tally.add(LOSS_TIMES_ROWS, subjects.at(point).loss(examples.batch(rows)) * rows.length);
    tally.add(ROWS, rows.length);
    if (batch == batches.count() - 1) {
      lines.add(new MeasureRecord(point, ALIGNMENT_LOSS, mean(tally), examples.size(), List.of()));
    }
  }

  @Override
  public String running(Tally tally) {
    return String.format(Locale.ROOT, "loss %.4f", mean(tally));
  }

  private static double mean(Tally tally) {
    return tally.get(LOSS_TIMES_ROWS) / Math.max(1, tally.get(ROWS));
  }
}
