package realign.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import realign.spec.Problem;

/** Problems as a part of a document. */
final class ProblemDocuments {
  private ProblemDocuments() {}

  static void add(ObjectNode document, List<Problem> problems) {
    ArrayNode list = document.withArrayProperty("problems");
    for (Problem problem : problems) {
      list.addObject()
          .put("id", problem.id())
          .put("path", problem.path())
          .put("value", problem.value())
          .put("rule", problem.rule())
          .put("fix", problem.fix())
          .put("where", problem.where())
          .put("message", problem.toString());
    }
  }

  /** A problem that the child told: only its id and its words are known. */
  static void add(ObjectNode document, Event.ProblemMet problem) {
    document
        .withArrayProperty("problems")
        .addObject()
        .put("id", problem.id())
        .put("message", problem.message());
  }
}
