package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import realign.coordinator.StopMark;
import realign.log.RunHeads;
import realign.log.ScopeView;
import realign.log.ScopeView.CommitPoint;
import realign.result.Verdict;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.store.ObjectStore;

/**
 * A run in one line, from the ends of its scopes' logs alone.
 *
 * @param rows its scopes; none when something of it cannot be read
 * @param verdict the gate's, or empty
 * @param stopped the mark of a person who stopped it in a cluster, or null
 * @param problem why it cannot be read, or null
 */
record RunRow(
    String run,
    List<StatusRow> rows,
    String verdict,
    Instant now,
    @Nullable StopMark stopped,
    @Nullable String problem) {

  RunRow {
    rows = List.copyOf(rows);
  }

  static RunRow read(ObjectStore store, String run, Instant now, Duration timeToLive) {
    try {
      RunSpec spec = new Runs(store).require(run).spec();
      RunHeads heads = RunHeads.list(store, run);
      List<StatusRow> rows = StatusRow.all(heads, spec, now, timeToLive);
      Verdict verdict = StoredReport.verdict(heads);
      StopMark stopped = StopMark.find(store, run).orElse(null);
      String outcome = verdict == null ? "" : verdict.outcome().name();
      return new RunRow(run, rows, outcome, now, stopped, null);
    } catch (ProblemException damaged) {
      return new RunRow(run, List.of(), "", now, null, damaged.problems().get(0).toString());
    }
  }

  static List<String> columns() {
    return List.of(
        "RUN", "STATE", "STAGE", "DONE", "PROGRESS", "CHECKPOINT", "AGE", "ATTEMPTS", "VERDICT");
  }

  List<String> cells() {
    StatusRow now = current();
    CommitPoint newest = newest();
    return List.of(
        run,
        state(),
        now == null ? "" : now.scope().name() + " " + now.stage(),
        rows.isEmpty() ? "" : done() + "/" + rows.size(),
        now == null ? "" : now.progress(),
        newest == null ? "" : newest.stage() + " " + newest.position(),
        newest == null ? "" : Amounts.duration(Duration.between(newest.time(), this.now)),
        Long.toString(attempts()),
        verdict);
  }

  void add(ObjectNode json) {
    StatusRow now = current();
    CommitPoint newest = newest();
    json.put("run", run).put("state", state());
    json.put("scope", now == null ? null : now.scope().name());
    json.put("stage", now == null ? null : now.stage());
    json.put("progress", now == null ? null : now.progress());
    json.put("scopesDone", done()).put("scopes", rows.size());
    if (newest != null) {
      json.putObject("checkpoint")
          .put("stage", newest.stage())
          .put("position", newest.position())
          .put("time", newest.time().toString());
    }
    json.put("attempts", attempts()).put("verdict", verdict.isEmpty() ? null : verdict);
    json.put("stoppedBy", stopped == null ? null : stopped.by());
    json.put("problem", problem);
  }

  /** One word: what a person has to know first. */
  String state() {
    if (problem != null) {
      return "damaged";
    } else if (all(ScopeView.State.DONE)) {
      return "done";
    } else if (any(ScopeView.State.ABANDONED)) {
      return "abandoned";
    } else if (rows.stream().anyMatch(row -> row.view().held())) {
      boolean alive = rows.stream().anyMatch(row -> row.holder().equals("alive"));
      return alive ? "running" : stopped == null ? "silent" : "stopped";
    }
    return all(ScopeView.State.NONE) && stopped == null ? "waiting" : "stopped";
  }

  private boolean all(ScopeView.State state) {
    return rows.stream().allMatch(row -> row.view().state() == state);
  }

  private boolean any(ScopeView.State state) {
    return rows.stream().anyMatch(row -> row.view().state() == state);
  }

  private long done() {
    return rows.stream().filter(row -> row.view().state() == ScopeView.State.DONE).count();
  }

  private long attempts() {
    return rows.stream().mapToLong(StatusRow::attempts).sum();
  }

  /** The scope that somebody holds, else the first that is not done and was begun. */
  private @Nullable StatusRow current() {
    return rows.stream()
        .filter(row -> row.view().state() != ScopeView.State.DONE && row.attempts() > 0)
        .min(Comparator.comparing(row -> !row.view().held()))
        .orElse(null);
  }

  private @Nullable CommitPoint newest() {
    return rows.stream()
        .map(row -> row.view().newestCommit())
        .filter(Objects::nonNull)
        .max(Comparator.comparing(CommitPoint::time))
        .orElse(null);
  }
}
