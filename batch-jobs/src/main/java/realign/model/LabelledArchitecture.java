package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import realign.spec.ExitCode;
import realign.spec.Problems;

/**
 * A decoder that scores labels, as a configuration describes it.
 *
 * @param architecture with a head for the labels
 * @param labels their names, in the order of the scores
 */
record LabelledArchitecture(Architecture architecture, List<String> labels) {
  private static final String LABELS = "id2label";
  private static final String KIND = "problem_type";
  private static final String ONLY_KIND = "multi_label_classification";

  LabelledArchitecture {
    labels = List.copyOf(labels);
  }

  /**
   * @param file shown in messages
   * @param config the content of {@code config.json}
   * @param decoder the decoder in it, with whatever head
   * @throws realign.spec.ProblemException when the labels are not numbered from 0, or exclude each
   *     other
   */
  static LabelledArchitecture read(Path file, ObjectNode config, Architecture decoder) {
    Problems problems = new Problems();
    requireKind(file, config.path(KIND), problems);
    List<String> labels = labels(file, config.path(LABELS), problems);
    problems.throwIfAny(ExitCode.INVALID);
    return new LabelledArchitecture(decoder.classifier(labels.size()), labels);
  }

  /** Another kind would be another function of the scores, and another meaning of one half. */
  private static void requireKind(Path file, JsonNode kind, Problems problems) {
    if (!kind.asText().equals(ONLY_KIND)) {
      problems.add(
          ModelProblem.UNSUPPORTED.problem(
              file + " " + KIND,
              found(kind),
              "Use a classifier whose labels are independent: problem_type " + ONLY_KIND));
    }
  }

  private static List<String> labels(Path file, JsonNode names, Problems problems) {
    TreeMap<Integer, String> byNumber = new TreeMap<>();
    for (Map.Entry<String, JsonNode> name : names.properties()) {
      if (name.getKey().matches("0|[1-9]\\d{0,5}") && name.getValue().isTextual()) {
        byNumber.put(Integer.valueOf(name.getKey()), name.getValue().textValue());
      }
    }
    boolean whole = byNumber.size() == names.size() && !byNumber.isEmpty();
    if (!whole || byNumber.lastKey() != byNumber.size() - 1) {
      problems.add(
          ModelProblem.BAD_VALUE.problem(
              file + " " + LABELS, found(names), "Name every label by its number, from 0 on"));
    }
    return new ArrayList<>(byNumber.values());
  }

  private static String found(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "missing" : node.toString();
  }
}
