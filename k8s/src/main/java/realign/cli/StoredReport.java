package realign.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.log.RunHeads;
import realign.log.ScopeView;
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;

/**
 * The report of a run as the store has it, each file verified by its digest. Not for making one.
 *
 * @param result what the report scope ended with
 * @param place where {@code report.html} lies: a path for a {@code file:} store, else its key
 */
record StoredReport(Restored result, String place) {
  static final String SCOPE = "report";
  static final String JSON = "report.json";
  static final String SUMMARY = "summary.md";
  private static final String HTML = "report.html";

  /** The report, or null when the run has none yet. */
  static @Nullable StoredReport find(ObjectStore store, String run) {
    Restored result = ScopeView.result(store, run, SCOPE);
    return result == null ? null : new StoredReport(result, place(store.address(), run));
  }

  /** The verdict of a run's report, without reading all of it; null where there is none. */
  static @Nullable Verdict verdict(RunHeads heads) {
    ByteBuffer json = heads.artefact(SCOPE, JSON);
    try {
      return json == null ? null : ReportDocument.verdict(bytes(json));
    } catch (IllegalArgumentException unreadable) {
      throw new ProblemException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "RLN-734",
                  "report of " + heads.of(SCOPE).run(),
                  unreadable.getMessage(),
                  "must be one that this version knows",
                  "Read it with the version of realign that wrote it")),
          unreadable);
    }
  }

  ReportDocument document() {
    return ReportDocument.fromJson(text(JSON));
  }

  /** With what the run ends: its gate's verdict, where it has a gate. */
  ExitCode exitCode() {
    Verdict verdict = document().verdict();
    return verdict == null ? ExitCode.DONE : verdict.exitCode();
  }

  Set<String> files() {
    return result.artefactNames();
  }

  String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  byte[] bytes(String file) {
    return bytes(result.artefact(file));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** An opened store tells its address absolute, so that of a folder ends as a path. */
  private static String place(String address, String run) {
    String place = address + "/runs/" + run + "/report/" + HTML;
    return place.startsWith("file:") ? place.substring("file:".length()) : place;
  }
}
