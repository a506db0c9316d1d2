package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import realign.log.Origin;
import realign.log.ScopeView.CommitPoint;

/** A checkpoint as a person looks at it. */
record CheckpointRow(String scope, CommitPoint point, Instant now) {
  private static final String[] NARROW = {
    "SCOPE", "STEP", "STAGE", "ENTRY", "AGE", "SIZE", "STATE", "NOTE"
  };
  private static final String[] WIDE = {
    "SCOPE",
    "STEP",
    "STAGE",
    "ENTRY",
    "AGE",
    "SIZE",
    "STATE",
    "NOTE",
    "CLAIM",
    "CODE",
    "DEVICE",
    "PROCESSOR",
    "THREADS"
  };

  static Table table(boolean wide) {
    return new Table().row(wide ? WIDE : NARROW);
  }

  /** The name that tells it from all others of the run. */
  String name() {
    return scope + "@" + point.n();
  }

  String state() {
    return point.pinned() ? "pinned" : point.restorable() ? "restorable" : "gone";
  }

  private String note() {
    Origin from = point.from();
    String end = point.stageDone() ? "end of stage" : "";
    String copy = from == null ? "" : "copied from " + from;
    return copy.isEmpty() || end.isEmpty() ? copy + end : end + ", " + copy;
  }

  void add(Table table, boolean wide) {
    String step = Long.toString(point.position());
    String entry = Long.toString(point.n());
    String age = Amounts.duration(Duration.between(point.time(), now));
    String size = Amounts.bytes(point.bytes());
    if (wide) {
      table.row(
          scope,
          step,
          point.stage(),
          entry,
          age,
          size,
          state(),
          note(),
          Long.toString(point.claim()),
          point.provenance().code(),
          point.provenance().device(),
          point.provenance().processor(),
          Integer.toString(point.provenance().threads()));
    } else {
      table.row(scope, step, point.stage(), entry, age, size, state(), note());
    }
  }

  void add(ObjectNode json) {
    json.put("checkpoint", name()).put("scope", scope).put("position", point.position());
    json.put("stage", point.stage()).put("stageDone", point.stageDone());
    json.put("entry", point.n()).put("claim", point.claim());
    json.put("time", point.time().toString());
    json.put("ageSeconds", Duration.between(point.time(), now).toSeconds());
    json.put("bytes", point.bytes());
    json.put("restorable", point.restorable()).put("pinned", point.pinned());
    Origin from = point.from();
    json.put("copiedFrom", from == null ? null : from.toString());
  }
}
