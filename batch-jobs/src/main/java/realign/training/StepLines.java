package realign.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import realign.result.StepRecord;

/** Step records as lines: JSON for the stream {@code steps}, a few words for a person. */
final class StepLines {
  static final String STREAM = "steps";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private StepLines() {}

  static String json(StepRecord record) {
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step record is always writable", e);
    }
  }

  /** For instance {@code loss 0.412 lr 1.0e-3}. */
  static String words(StepRecord record) {
    String rate = String.format(Locale.ROOT, "%.1e", record.lr()).replaceFirst("e([-+])0", "e$1");
    return String.format(Locale.ROOT, "loss %.3f lr %s", record.loss(), rate.replace("e+0", ""));
  }
}
