package realign.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.result.Circumstances;
import realign.result.HeadlineTable;
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/** What {@code run} tells at its end: the result on stdout, what to do next on stderr. */
final class RunEnding {
  private final Surroundings surroundings;
  private final Talk talk;
  private final ObjectStore store;
  private final String run;
  private final Form form;
  private final String onward;

  /**
   * @param onward what lets the run go on, for a person
   */
  RunEnding(
      Surroundings surroundings,
      Talk talk,
      ObjectStore store,
      String run,
      Form form,
      String onward) {
    this.surroundings = surroundings;
    this.talk = talk;
    this.store = store;
    this.run = run;
    this.form = form;
    this.onward = onward;
  }

  void tell(ExitCode exit, List<Event.ProblemMet> problems) {
    StoredReport report = StoredReport.find(store, run);
    switch (form) {
      case JSON, YAML -> document(exit, problems, report);
      case NAME -> surroundings.terminal().out().println(run);
      case TEXT, WIDE -> headline(report);
    }
    next(exit, report != null);
  }

  private void headline(@Nullable StoredReport report) {
    if (report != null) {
      surroundings.terminal().out().println();
      surroundings.terminal().out().print(HeadlineTable.render(report.document()));
      surroundings.terminal().out().println();
      surroundings.terminal().out().println("report  " + report.place());
      copied(report).forEach(line -> surroundings.terminal().out().println("copied  " + line));
    }
  }

  /** What was not computed by this run alone, scopes of the same origin on one line. */
  private static List<String> copied(StoredReport report) {
    Map<String, List<String>> scopes = new LinkedHashMap<>();
    for (Circumstances.Copied copy : report.document().circumstances().copied()) {
      scopes.computeIfAbsent(copy.words(), words -> new ArrayList<>()).add(copy.scope());
    }
    return scopes.entrySet().stream()
        .map(origin -> String.join(", ", origin.getValue()) + ": " + origin.getKey())
        .toList();
  }

  private void document(
      ExitCode exit, List<Event.ProblemMet> problems, @Nullable StoredReport report) {
    ObjectNode document = Documents.of("run").put("run", run).put("store", store.address());
    document.put("exit", exit.number()).put("meaning", exit.meaning());
    document.withArrayProperty("problems");
    problems.forEach(problem -> ProblemDocuments.add(document, problem));
    if (report != null) {
      document.put("report", report.place());
      document.put("findingsDigest", report.document().findingsDigest());
      ArrayNode lines = document.putArray("copied");
      copied(report).forEach(lines::add);
      addVerdict(document, report.document());
    }
    Documents.print(surroundings.terminal().out(), form, document);
  }

  private static void addVerdict(ObjectNode document, ReportDocument report) {
    Verdict verdict = report.verdict();
    if (verdict != null) {
      document
          .putObject("verdict")
          .put("outcome", verdict.outcome().name())
          .put("sentence", verdict.sentence());
    }
  }

  private void next(ExitCode exit, boolean reported) {
    switch (exit) {
      case DONE, BLOCKED, INCONCLUSIVE ->
          talk.say("next    " + (reported ? "realign report " + run : onward + ", to go on"));
      case PREEMPTED ->
          talk.say("stopped " + run + "; the checkpoint is committed, " + onward + " goes on");
      default -> talk.say("ended   " + exit.number() + ": " + exit.meaning());
    }
  }
}
