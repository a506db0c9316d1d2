package realign.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import realign.log.Draft;
import realign.result.AnswerRecord;
import realign.result.MeasureRecord;

/** Record lines since the last draft. Same findings, same bytes: map entries are sorted. */
final class Findings {
  static final String ANSWERS = "answers";
  static final String TEXTS = "texts";
  static final String MEASURES = "measures";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final List<String> answers = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> measures = new ArrayList<>();

  void add(AnswerRecord answer, AnswerText text) {
    answers.add(line(answer));
    texts.add(line(text));
  }

  void add(MeasureRecord measure) {
    measures.add(line(measure));
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

  private static String line(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is always JSON", e);
    }
  }
}
