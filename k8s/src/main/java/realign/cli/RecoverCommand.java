package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.log.ScopeHead;
import realign.log.ScopeHeldException;
import realign.spec.ExitCode;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign recover RUN}: gives back what dead holders still seem to hold. */
@Command(
    name = "recover",
    description = {
      "Release the scopes whose holder is dead, so that any other attempt may claim them at once.",
      "A holder that lives is left alone."
    })
final class RecoverCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  private final Surroundings surroundings;

  RecoverCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What became of a scope that was held. */
  private record Outcome(String scope, String result, String holder) {}

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      Caretaker caretaker = Caretaker.of(scopes, where, false, talk);
      print(talk, Together.each(held(scopes), head -> recover(caretaker, head)));
    }
    return ExitCode.DONE.number();
  }

  private static List<ScopeHead> held(RunScopes scopes) {
    return scopes.names().stream()
        .map(name -> ScopeHead.read(scopes.store(), scopes.run(), name))
        .filter(ScopeHead::held)
        .toList();
  }

  private static Outcome recover(Caretaker caretaker, ScopeHead head) {
    String holder = String.valueOf(head.holder());
    try {
      boolean released = caretaker.of(head).recover();
      return new Outcome(head.scope(), released ? "released" : "given up meanwhile", holder);
    } catch (ScopeHeldException alive) {
      return new Outcome(head.scope(), "left to its holder, which lives", holder);
    }
  }

  private void print(Talk talk, List<Outcome> outcomes) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("recover").put("run", run);
      document.withArrayProperty("scopes");
      for (Outcome outcome : outcomes) {
        ObjectNode json = document.withArrayProperty("scopes").addObject();
        json.put("scope", outcome.scope()).put("released", outcome.result().equals("released"));
        json.put("result", outcome.result()).put("holder", outcome.holder());
      }
      Documents.print(out, output.form, document);
    } else if (output.form == Form.NAME) {
      outcomes.forEach(outcome -> out.println(outcome.scope()));
    } else {
      text(talk, out, outcomes);
    }
  }

  private static void text(Talk talk, PrintStream out, List<Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      talk.say("nothing to recover: no scope is held");
      return;
    }
    Table table = new Table().row("SCOPE", "RESULT", "HOLDER");
    outcomes.forEach(outcome -> table.row(outcome.scope(), outcome.result(), outcome.holder()));
    out.print(table.render());
  }
}
