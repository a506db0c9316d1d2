package realign.probe;

import static realign.result.ProbeNames.DRIFT_NORMS;
import static realign.result.ProbeNames.DRIFT_SQUARES;
import static realign.result.ProbeNames.DRIFT_TOKENS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import realign.data.ExampleSet;
import realign.model.TokenBatch;
import realign.result.MeasureRecord;
import realign.result.Point;

/**
 * Harmful embedding drift (Vaccine, section 4.1): how far the attention outputs on alignment rows
 * have moved from those of the model before the alignment, or before the attack. The rows are
 * fixed: the first {@value #ROWS} in batches of {@value #BATCH}, as published.
 *
 * <p>With A_l(b) the outputs of layer l on batch b, and d their difference from those before:
 *
 * <ul>
 *   <li>{@code drift-squares}: sum over b and l of ||d||_F^2, as the Vaccine and Lisa code has it;
 *   <li>{@code drift-norms}: sum over b and l of ||d||_F, as the Booster and Antidote code has it;
 *   <li>{@code drift-tokens}: mean over layers and tokens of the L2 norm of a token's d, which
 *       alone can be compared between models and lengths.
 * </ul>
 *
 * Rows are not padded here, so no pad counts, unlike in the published code.
 */
final class DriftProbe implements Probe {
  static final String NAME = "drift";

  static final int ROWS = 50;
  static final int BATCH = 5;

  private final ExampleSet examples;
  private final FixedBatches batches;

  DriftProbe(ExampleSet alignment) {
    this.examples = alignment.rows(0, Math.min(ROWS, alignment.size()));
    this.batches = new FixedBatches(examples.size(), BATCH);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FixedBatches batches() {
    return batches;
  }

  @Override
  public boolean appliesTo(Point point) {
    return point.kind() != Point.Kind.BASE;
  }

  @Override
  public void measure(Point point, int batch, Subjects subjects, Tally tally, RecordLines lines) {
    TokenBatch rows = examples.batch(batches.rows(batch));
    List<float[]> before = subjects.before(point).siteOutputs(rows);
    Subject subject = subjects.at(point);
    List<float[]> now = subject.siteOutputs(rows);
    DriftSums sums = new DriftSums(tally, now.size());
    for (int layer = 0; layer < now.size(); layer++) {
      sums.add(layer, before.get(layer), now.get(layer), subject.width());
    }
    if (batch == batches.count() - 1) {
      records(point, sums).forEach(lines::add);
    }
  }

  @Override
  public String running(Tally tally) {
    return String.format(Locale.ROOT, "drift %.4g", new DriftSums(tally).total(DriftSums::squares));
  }

  private List<MeasureRecord> records(Point point, DriftSums sums) {
    List<MeasureRecord> records = new ArrayList<>();
    records.add(
        record(point, DRIFT_SQUARES, sums.total(DriftSums::squares), sums, DriftSums::squares));
    records.add(record(point, DRIFT_NORMS, sums.total(DriftSums::norms), sums, DriftSums::norms));
    double tokens = sums.total(DriftSums::tokenNorm) / Math.max(1, sums.layers());
    records.add(record(point, DRIFT_TOKENS, tokens, sums, DriftSums::tokenNorm));
    return records;
  }

  private MeasureRecord record(
      Point point, String name, double value, DriftSums sums, DriftSums.ByLayer part) {
    List<Double> byLayer =
        IntStream.range(0, sums.layers()).mapToObj(layer -> part.of(sums, layer)).toList();
    return new MeasureRecord(point, name, value, examples.size(), byLayer);
  }
}
