package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.log.CheckpointName;
import realign.log.ScopeAudit;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/** {@code realign checkpoint verify RUN [SCOPE|CHECKPOINT]}: every byte, and every link. */
@Command(
    name = "verify",
    description = {
      "Hash every blob of every restorable checkpoint and result again, and follow the log's chain.",
      "Ends with 3 when anything is damaged: what, and what can still be restored, is said; with 4",
      "when nothing is, but restricted blobs may not be read by these credentials."
    })
final class CheckpointVerifyCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CHECKPOINT",
      description = "SCOPE (all of it), SCOPE:STEP or SCOPE@ENTRY; else the whole run.")
  private @Nullable String what;

  private final Surroundings surroundings;

  CheckpointVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (ObjectStore store = Stores.open(surroundings, target.read(surroundings).value())) {
      List<ScopeAudit> audits = audits(store);
      switch (output.form) {
        case JSON, YAML -> document(audits);
        case NAME -> damaged(audits).forEach(d -> surroundings.terminal().out().println(d.key()));
        case TEXT, WIDE -> text(audits);
      }
      return exit(audits).number();
    }
  }

  private List<ScopeAudit> audits(ObjectStore store) {
    Pace pace = new Pace(surroundings, new Talk(surroundings, common));
    CheckpointName name = what == null ? null : CheckpointName.parse(what);
    Long only = name == null ? null : entry(store, name);
    List<ScopeAudit> audits = new ArrayList<>();
    for (String scope : RunScopes.of(store, run).chosen(name == null ? null : name.scope())) {
      audits.add(ScopeAudit.of(store, run, scope, only, size -> pace.read(scope, size)));
    }
    return audits;
  }

  private @Nullable Long entry(ObjectStore store, CheckpointName name) {
    boolean whole = name.step() == null && name.entry() == null;
    return whole ? null : Long.valueOf(StoredCommit.named(store, run, name).point().n());
  }

  private static ExitCode exit(List<ScopeAudit> audits) {
    if (!damaged(audits).isEmpty()) {
      return ExitCode.INVALID;
    }
    boolean all = audits.stream().allMatch(audit -> audit.unread().isEmpty());
    return all ? ExitCode.DONE : ExitCode.CREDENTIALS;
  }

  private static List<ScopeAudit.Damage> damaged(List<ScopeAudit> audits) {
    return audits.stream().flatMap(audit -> audit.damages().stream()).toList();
  }

  private void text(List<ScopeAudit> audits) {
    PrintStream out = surroundings.terminal().out();
    Table table = new Table().row("SCOPE", "ENTRIES", "CHECKPOINTS", "BLOBS", "SIZE", "RESULT");
    for (ScopeAudit audit : audits) {
      table.row(
          audit.scope(),
          Amounts.count(audit.entries()),
          Amounts.count(audit.checkpoints()),
          Amounts.count(audit.blobs()),
          Amounts.bytes(audit.bytes()),
          result(audit));
    }
    out.print(table.render());
    audits.forEach(audit -> details(out, audit));
  }

  private static String result(ScopeAudit audit) {
    List<String> words = new ArrayList<>();
    add(words, audit.damages().size(), "damaged");
    add(words, audit.unread().size(), "not allowed to read");
    add(words, audit.purged(), "purged");
    boolean sound = audit.damages().isEmpty() && audit.unread().isEmpty();
    words.add(0, sound ? audit.entries() == 0 ? "empty" : "ok" : "");
    words.removeIf(String::isEmpty);
    return String.join(", ", words);
  }

  private static void add(List<String> words, long count, String what) {
    if (count > 0) {
      words.add(count + " " + what);
    }
  }

  private static void details(PrintStream out, ScopeAudit audit) {
    if (audit.damages().isEmpty()) {
      return;
    }
    out.println();
    for (ScopeAudit.Damage damage : audit.damages()) {
      String of = damage.commits().isEmpty() ? "" : " (of " + names(audit, damage) + ")";
      out.println("damaged     " + damage.key() + ": " + damage.found() + of);
    }
    List<String> whole = audit.whole().stream().map(p -> audit.scope() + "@" + p.n()).toList();
    out.println("restorable  " + (whole.isEmpty() ? "nothing" : String.join(", ", whole)));
  }

  private static String names(ScopeAudit audit, ScopeAudit.Damage damage) {
    return String.join(", ", damage.commits().stream().map(n -> audit.scope() + "@" + n).toList());
  }

  private void document(List<ScopeAudit> audits) {
    ObjectNode document = Documents.of("verification").put("run", run);
    document.put("sound", exit(audits) == ExitCode.DONE);
    for (ScopeAudit audit : audits) {
      ObjectNode json = document.withArrayProperty("scopes").addObject();
      json.put("scope", audit.scope()).put("entries", audit.entries());
      json.put("checkpoints", audit.checkpoints()).put("blobs", audit.blobs());
      json.put("bytes", audit.bytes()).put("purged", audit.purged());
      json.withArrayProperty("unread");
      audit.unread().forEach(json.withArrayProperty("unread")::add);
      json.withArrayProperty("damages");
      for (ScopeAudit.Damage damage : audit.damages()) {
        ObjectNode one = json.withArrayProperty("damages").addObject();
        one.put("key", damage.key()).put("found", damage.found());
        damage.commits().forEach(one.withArrayProperty("entries")::add);
      }
      json.withArrayProperty("restorable");
      audit.whole().forEach(p -> json.withArrayProperty("restorable").add(p.n()));
    }
    Documents.print(surroundings.terminal().out(), output.form, document);
  }
}
