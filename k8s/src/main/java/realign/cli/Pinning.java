package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.CheckpointName;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign checkpoint pin} and {@code unpin}: the same but for what they leave. */
abstract class Pinning implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(
      index = "1",
      paramLabel = "CHECKPOINT",
      description = "SCOPE (its newest), SCOPE:STEP or SCOPE@ENTRY.")
  private String checkpoint = "";

  @Option(names = "--force", description = "Take the scope over if another process holds it.")
  private boolean force;

  private final Surroundings surroundings;
  private final boolean pinned;

  Pinning(Surroundings surroundings, boolean pinned) {
    this.surroundings = surroundings;
    this.pinned = pinned;
  }

  @Override
  public final Integer call() {
    Target where = target.read(surroundings).value();
    try (ObjectStore store = Stores.open(surroundings, where)) {
      RunScopes scopes = RunScopes.of(store, run);
      CheckpointName name = CheckpointName.parse(checkpoint);
      scopes.require(name.scope());
      long entry = StoredCommit.named(store, run, name).point().n();
      CheckpointName exactly = new CheckpointName(name.scope(), null, entry);
      Caretaker caretaker = Caretaker.of(scopes, where, force, new Talk(surroundings, common));
      print(exactly, caretaker.of(name.scope()).pin(exactly, pinned));
    }
    return ExitCode.DONE.number();
  }

  private void print(CheckpointName name, boolean changed) {
    PrintStream out = surroundings.terminal().out();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("pin").put("run", run);
      document.put("checkpoint", name.toString()).put("pinned", pinned).put("changed", changed);
      Documents.print(out, output.form, document);
    } else if (output.form == Form.NAME) {
      out.println(name);
    } else {
      String already = changed ? "" : " already";
      out.println(name + (pinned ? " is pinned" : " is not pinned") + already);
    }
  }
}
