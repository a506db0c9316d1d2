package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.log.ScopeView;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.spec.Scope;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign status RUN}: what the logs and signs of life in the store say, at any time. */
@Command(
    name = "status",
    description = "Show how far each scope of a run is, while it runs or after.")
final class StatusCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  private final Surroundings surroundings;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    try (ObjectStore store = Stores.open(surroundings, where)) {
      List<StatusRow> rows = rows(store, where);
      if (output.form.isDocument()) {
        document(store, rows);
      } else {
        text(store, rows);
      }
    }
    return ExitCode.DONE.number();
  }

  private List<StatusRow> rows(ObjectStore store, Target where) {
    List<Scope> scopes = Scope.of(new Runs(store).require(run).spec());
    return scopes.stream()
        .map(
            scope ->
                new StatusRow(
                    scope,
                    ScopeView.read(store, run, scope.name()),
                    surroundings.clock().instant(),
                    where.timeToLive()))
        .toList();
  }

  private void text(ObjectStore store, List<StatusRow> rows) {
    PrintStream out = surroundings.terminal().out();
    switch (output.form) {
      case NAME -> rows.forEach(row -> out.println(row.scope().name()));
      case WIDE -> out.print(StatusTable.wide(rows));
      default -> out.print(StatusTable.narrow(rows));
    }
    StoredReport report = StoredReport.find(store, run);
    Verdict verdict = report == null ? null : report.document().verdict();
    if (verdict != null && output.form != Form.NAME) {
      out.println();
      out.println(verdict.outcome() + "  " + verdict.sentence());
    }
  }

  private void document(ObjectStore store, List<StatusRow> rows) {
    ObjectNode document = Documents.of("status").put("run", run).put("store", store.address());
    rows.forEach(row -> row.add(document.withArrayProperty("scopes").addObject()));
    StoredReport report = StoredReport.find(store, run);
    Verdict verdict = report == null ? null : report.document().verdict();
    document.put("verdict", verdict == null ? null : verdict.outcome().name());
    Documents.print(surroundings.terminal().out(), output.form, document);
  }
}
