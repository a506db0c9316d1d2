package realign.probe;

import java.util.ArrayList;
import java.util.List;
import realign.log.Draft;
import realign.result.AnswerRecord;
import realign.result.MeasureRecord;
import realign.result.ResultJson;

/** Lines of records since the last draft, not yet durable. */
final class RecordLines {
  static final String ANSWERS = "answers";
  static final String TEXTS = "texts";
  static final String MEASURES = "measures";

  private final List<String> answers = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> measures = new ArrayList<>();

  void add(AnswerRecord answer, AnswerText text) {
    answers.add(ResultJson.line(answer));
    texts.add(ResultJson.line(text));
  }

  void add(MeasureRecord measure) {
    measures.add(ResultJson.line(measure));
  }

  /** Hands everything over and forgets it. */
  List<Draft.Append> take() {
    List<Draft.Append> lines = new ArrayList<>();
    take(lines, ANSWERS, false, answers);
    take(lines, TEXTS, true, texts);
    take(lines, MEASURES, false, measures);
    return lines;
  }

  private static void take(
      List<Draft.Append> to, String stream, boolean restricted, List<String> lines) {
    if (!lines.isEmpty()) {
      to.add(new Draft.Append(stream, restricted, lines));
      lines.clear();
    }
  }
}
