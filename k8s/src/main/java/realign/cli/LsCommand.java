package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import realign.spec.ExitCode;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign ls}: all runs of a store. */
@Command(name = "ls", description = "List the runs of the store and how far each is.")
final class LsCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  private final Surroundings surroundings;

  LsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    try (ObjectStore store = Stores.open(surroundings, where)) {
      List<String> names = new Runs(store).names();
      PrintStream out = surroundings.terminal().out();
      if (output.form == Form.NAME) {
        names.forEach(out::println);
      } else {
        print(store, names.stream().map(name -> row(store, where, name)).toList());
      }
    }
    return ExitCode.DONE.number();
  }

  private RunRow row(ObjectStore store, Target where, String name) {
    return RunRow.read(store, name, surroundings.clock().instant(), where.timeToLive());
  }

  private void print(ObjectStore store, List<RunRow> rows) {
    Terminal terminal = surroundings.terminal();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("runs").put("store", store.address());
      document.withArrayProperty("runs");
      rows.forEach(row -> row.add(document.withArrayProperty("runs").addObject()));
      Documents.print(terminal.out(), output.form, document);
    } else if (rows.isEmpty()) {
      terminal.err().println("no runs in " + store.address());
    } else {
      Table table = RunRow.table();
      rows.forEach(row -> row.add(table));
      terminal.out().print(table.render());
    }
  }
}
