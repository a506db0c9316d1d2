package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.ScopeHead;
import realign.spec.ExitCode;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign abandon RUN}: ends a run for good. */
@Command(
    name = "abandon",
    description = {
      "End a run for good: its results are not used, and every later attempt ends with 5.",
      "Deletes nothing; see purge."
    })
final class AbandonCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stays in the logs.")
  private String reason = "abandoned";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--force", description = "Take scopes over that another process still holds.")
  private boolean force;

  private final Surroundings surroundings;

  AbandonCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      new Confirmation(surroundings.terminal(), yes).require("Abandon run " + run + " for good");
      Caretaker caretaker = Caretaker.of(scopes, where, force, talk);
      List<String> abandoned = new ArrayList<>();
      for (ScopeHead head : heldFirst(scopes)) {
        if (caretaker.of(head).abandon(reason)) {
          abandoned.add(head.scope());
        }
      }
      print(talk, abandoned);
    }
    return ExitCode.DONE.number();
  }

  /** A holder that lives refuses before anything is changed. */
  private static List<ScopeHead> heldFirst(RunScopes scopes) {
    return scopes.names().stream()
        .map(name -> ScopeHead.read(scopes.store(), scopes.run(), name))
        .sorted(Comparator.comparing(head -> !head.held()))
        .toList();
  }

  private void print(Talk talk, List<String> abandoned) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("abandon").put("run", run).put("reason", reason);
      document.withArrayProperty("scopes");
      abandoned.forEach(document.withArrayProperty("scopes")::add);
      Documents.print(out, output.form, document);
    } else if (abandoned.isEmpty()) {
      talk.say(run + " was abandoned before");
    } else {
      abandoned.forEach(out::println);
      talk.say("abandoned: realign purge " + run + " deletes what it holds");
    }
  }
}
