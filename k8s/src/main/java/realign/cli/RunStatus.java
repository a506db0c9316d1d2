package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import realign.log.RunHeads;
import realign.log.ScopeView;
import realign.result.Verdict;
import realign.spec.RunSpec;
import realign.spec.Target;
import realign.store.ObjectStore;

/**
 * All that is known of a run at a moment.
 *
 * @param store address of the store
 * @param rows its scopes
 * @param cluster what a cluster says, or null where none knows the run
 * @param verdict that of its report, or null
 */
record RunStatus(
    String run,
    String store,
    List<StatusRow> rows,
    @Nullable RunInCluster cluster,
    @Nullable Verdict verdict) {

  static RunStatus read(
      ObjectStore store,
      String run,
      RunSpec spec,
      Target where,
      Instant now,
      @Nullable RunInCluster cluster) {
    RunHeads heads = RunHeads.list(store, run);
    List<StatusRow> rows = StatusRow.all(heads, spec, now, where.timeToLive());
    return new RunStatus(run, store.address(), rows, cluster, StoredReport.verdict(heads));
  }

  String text(Form form) {
    if (form == Form.NAME) {
      return rows.stream().map(row -> row.scope().name() + "\n").collect(Collectors.joining());
    }
    return (form == Form.WIDE ? StatusTable.wide(rows) : StatusTable.narrow(rows))
        + (cluster == null ? "" : "\n" + cluster.text())
        + (verdict == null ? "" : "\n" + verdict.outcome() + "  " + verdict.sentence() + "\n");
  }

  ObjectNode document() {
    ObjectNode document = Documents.of("status").put("run", run).put("store", store);
    rows.forEach(row -> row.add(document.withArrayProperty("scopes").addObject()));
    document.put("verdict", verdict == null ? null : verdict.outcome().name());
    if (cluster != null) {
      cluster.add(document.putObject("cluster"));
    }
    return document;
  }

  /** What makes a look worth showing: all but the passing of time. */
  String gist() {
    String scopes =
        rows.stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.scope().name(),
                        row.state(),
                        row.stage(),
                        row.progress(),
                        row.checkpoint(),
                        String.valueOf(row.attempts()),
                        row.holder().startsWith("no heartbeat") ? "silent" : row.holder()))
            .collect(Collectors.joining("\n"));
    return scopes + (cluster == null ? "" : cluster.text()) + verdict;
  }

  /** Whether nothing more is to be seen. */
  boolean hasEnded() {
    boolean scopesEnded =
        rows.stream()
            .allMatch(
                row ->
                    row.view().state() == ScopeView.State.DONE
                        || row.view().state() == ScopeView.State.ABANDONED);
    return cluster == null ? scopesEnded : cluster.hasEnded();
  }
}
