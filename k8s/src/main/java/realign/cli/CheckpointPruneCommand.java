package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.ScopeMaintenance.Waste;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign checkpoint prune RUN [SCOPE]}: a dry run unless told. */
@Command(
    name = "prune",
    description = {
      "Delete all checkpoints but the newest and the pinned ones, and what killed attempts left.",
      "Only says what would go unless --yes is given."
    })
final class CheckpointPruneCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "SCOPE", description = "One scope only.")
  private @Nullable String scope;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Newest checkpoints that stay (else checkpoint.keepLast of the target).")
  private @Nullable Integer keep;

  @Option(names = "--yes", description = "Delete it.")
  private boolean yes;

  @Option(names = "--force", description = "Take scopes over that another process still holds.")
  private boolean force;

  private final Surroundings surroundings;

  CheckpointPruneCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private record Found(String scope, Waste waste) {}

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    int newest = newest(where);
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      Caretaker caretaker = Caretaker.of(scopes, where, force, talk);
      List<Found> found = new ArrayList<>();
      for (String name : scopes.chosen(scope)) {
        found.add(new Found(name, caretaker.looking(name).waste(newest)));
      }
      found.removeIf(one -> one.waste().isEmpty());
      if (yes) {
        found.forEach(one -> caretaker.of(one.scope()).prune(newest));
      }
      print(talk, found);
    }
    return ExitCode.DONE.number();
  }

  private int newest(Target where) {
    int newest = keep == null ? where.checkpoint().keepLast() : keep;
    if (newest < 1) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-754",
              "--keep",
              Integer.toString(newest),
              "must be at least 1",
              "Use realign purge to delete the last one too"));
    }
    return newest;
  }

  private void print(Talk talk, List<Found> found) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      document(found);
    } else if (output.form == Form.NAME) {
      found.forEach(one -> names(one).forEach(out::println));
    } else {
      text(out, found);
      talk.say(ending(found));
    }
  }

  private String ending(List<Found> found) {
    if (found.isEmpty()) {
      return "nothing to prune";
    }
    return yes ? "deleted" : "nothing was deleted: this was a dry run, add --yes to delete";
  }

  private static void text(PrintStream out, List<Found> found) {
    if (found.isEmpty()) {
      return;
    }
    Table table = new Table().row("SCOPE", "CHECKPOINTS", "SIZE", "ORPHANS");
    for (Found one : found) {
      table.row(
          one.scope(),
          String.join(" ", names(one)),
          Amounts.bytes(one.waste().bytes()),
          Amounts.count(one.waste().orphans().size()));
    }
    table.row(
        "all",
        Amounts.count(found.stream().mapToLong(one -> one.waste().commits().size()).sum()),
        Amounts.bytes(found.stream().mapToLong(one -> one.waste().bytes()).sum()),
        Amounts.count(found.stream().mapToLong(one -> one.waste().orphans().size()).sum()));
    out.print(table.render());
  }

  private static List<String> names(Found found) {
    return found.waste().commits().stream().map(n -> found.scope() + "@" + n).toList();
  }

  private void document(List<Found> found) {
    ObjectNode document = Documents.of("prune").put("run", run).put("deleted", yes);
    document.withArrayProperty("scopes");
    for (Found one : found) {
      ObjectNode json = document.withArrayProperty("scopes").addObject();
      json.put("scope", one.scope()).put("bytes", one.waste().bytes());
      names(one).forEach(json.withArrayProperty("checkpoints")::add);
      one.waste().orphans().forEach(json.withArrayProperty("orphans")::add);
    }
    Documents.print(surroundings.terminal().out(), output.form, document);
  }
}
