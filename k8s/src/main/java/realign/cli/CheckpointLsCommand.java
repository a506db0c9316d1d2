package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.ScopeView;
import realign.log.ScopeView.CommitPoint;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;

/** {@code realign checkpoint ls RUN [SCOPE]}: scope by scope, newest first. */
@Command(name = "ls", description = "List checkpoints, those of each scope newest first.")
final class CheckpointLsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "SCOPE", description = "One scope only.")
  private @Nullable String scope;

  @Option(names = "--all", description = "Also those that can no longer be restored.")
  private boolean all;

  private final Surroundings surroundings;

  CheckpointLsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ObjectStore store = Stores.open(surroundings, target.read(surroundings).value())) {
      List<Problem> damages = new ArrayList<>();
      List<CheckpointRow> rows = new ArrayList<>();
      for (String name : RunScopes.of(store, run).chosen(scope)) {
        try {
          rows.addAll(rows(store, name));
        } catch (ProblemException damaged) {
          damages.addAll(damaged.problems());
        }
      }
      print(store, rows, damages);
      return (damages.isEmpty() ? ExitCode.DONE : ExitCode.INVALID).number();
    }
  }

  private List<CheckpointRow> rows(ObjectStore store, String name) {
    return points(store, name).stream()
        .map(point -> new CheckpointRow(name, point, surroundings.clock().instant()))
        .toList();
  }

  private List<CommitPoint> points(ObjectStore store, String name) {
    return all
        ? ScopeView.read(store, run, name).commits().stream()
            .sorted(Comparator.comparing(CommitPoint::n).reversed())
            .toList()
        : StoredCommit.restorable(store, run, name).stream().map(StoredCommit::point).toList();
  }

  private void print(ObjectStore store, List<CheckpointRow> rows, List<Problem> damages) {
    new Talk(surroundings, common).problems(damages);
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("checkpoints").put("run", run);
      document.put("store", store.address());
      document.withArrayProperty("checkpoints");
      rows.forEach(row -> row.add(document.withArrayProperty("checkpoints").addObject()));
      ProblemDocuments.add(document, damages);
      Documents.print(out, output.form, document);
    } else if (output.form == Form.NAME) {
      rows.forEach(row -> out.println(row.name()));
    } else {
      boolean wide = output.form == Form.WIDE;
      Table table = CheckpointRow.table(wide);
      rows.forEach(row -> row.add(table, wide));
      out.print(table.render());
    }
  }
}
