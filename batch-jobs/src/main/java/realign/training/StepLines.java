package realign.training;

import java.util.Locale;
import realign.result.ResultJson;
import realign.result.StepRecord;

/** Step records as lines: JSON for the stream {@code steps}, a few words for a person. */
final class StepLines {
  static final String STREAM = "steps";

  private StepLines() {}

  static String json(StepRecord record) {
    return ResultJson.line(record);
  }

  /** For instance {@code loss 0.412 lr 1.0e-3}. */
  static String words(StepRecord record) {
    String rate = String.format(Locale.ROOT, "%.1e", record.lr()).replaceFirst("e([-+])0", "e$1");
    return String.format(Locale.ROOT, "loss %.3f lr %s", record.loss(), rate.replace("e+0", ""));
  }
}
