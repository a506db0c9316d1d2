package realign.result;

import java.util.List;

/** The durable records of one finished scope, from which findings are computed. */
public record ScopeRecords(
    List<StepRecord> steps, List<AnswerRecord> answers, List<MeasureRecord> measures) {

  /** No records at all. */
  static final ScopeRecords NONE = new ScopeRecords(List.of(), List.of(), List.of());

  public ScopeRecords {
    steps = List.copyOf(steps);
    answers = List.copyOf(answers);
    measures = List.copyOf(measures);
  }

  /** Reads the lines of the record streams {@code steps}, {@code answers}, {@code measures}. */
  public static ScopeRecords parse(
      List<String> steps, List<String> answers, List<String> measures) {
    return new ScopeRecords(
        ResultJson.lines(steps, StepRecord.class),
        ResultJson.lines(answers, AnswerRecord.class),
        ResultJson.lines(measures, MeasureRecord.class));
  }
}
