package realign.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.report.ReportStage;
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Copies of a finished report where people look for it, and what it says. */
record ReportCopies(ObjectStore store, String run) {

  /** Writes the copies; the verdict and the exit code come from one value. */
  Outcome publish() {
    Restored report = new StoredResults(store, run).of("report");
    for (String name : report.artefactNames()) {
      store.put("runs/" + run + "/report/" + name, Payload.of(List.of(report.artefact(name))));
    }
    String json =
        StandardCharsets.UTF_8.decode(report.artefact(ReportStage.JSON).duplicate()).toString();
    return outcome(ReportDocument.fromJson(json).verdict());
  }

  private static Outcome outcome(@Nullable Verdict verdict) {
    return verdict == null
        ? new Outcome(ExitCode.DONE)
        : new Outcome(verdict.exitCode(), verdict.outcome().name(), verdict.sentence());
  }
}
