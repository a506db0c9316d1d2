package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.log.CheckpointName;
import realign.log.Fork;
import realign.log.StoredCommit;
import realign.spec.ExitCode;
import realign.spec.RunId;
import realign.store.ObjectStore;

/**
 * {@code realign fork RUN --at SCOPE:STEP SPEC}: a new run that begins with another's checkpoint.
 */
@Command(
    name = "fork",
    description = {
      "Begin a new run with a checkpoint of another: the scope goes on from there by the new spec.",
      "Computes nothing; realign run of the new spec goes on. The other run stays as it is."
    })
final class ForkCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id of the checkpoint.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "SPEC", description = "Spec of the new run.")
  private Path specFile = Path.of("");

  @Option(
      names = "--at",
      paramLabel = "CHECKPOINT",
      required = true,
      description = "SCOPE, SCOPE:STEP or SCOPE@ENTRY; see realign checkpoint ls RUN.")
  private String at = "";

  @Option(names = "--run", paramLabel = "ID", description = "New run id (else NAME-DIGEST).")
  private @Nullable String run;

  private final Surroundings surroundings;

  ForkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Talk talk = new Talk(surroundings, common);
    CheckpointName checkpoint = CheckpointName.parse(at);
    Request request = Request.read(surroundings, specFile, target, work.folder(surroundings), talk);
    String id = run == null ? request.resolved().runId().text() : new RunId(run).text();
    try (ObjectStore store = Stores.open(surroundings, request.target().value())) {
      Runs runs = new Runs(store);
      runs.require(from);
      StoredCommit.named(store, from, checkpoint); // before anything is written
      runs.establish(id, request.resolved());
      Caretaker caretaker =
          Caretaker.of(RunScopes.of(store, id), request.target().value(), false, talk);
      StoredCommit begun =
          new Fork(store, caretaker.settings())
              .begin(id, request.resolved().spec(), from, checkpoint);
      print(talk, id, checkpoint.scope(), begun);
    }
    return ExitCode.DONE.number();
  }

  private void print(Talk talk, String id, String scope, StoredCommit begun) {
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("fork").put("run", id).put("from", from);
      document.put("scope", scope).put("stage", begun.point().stage());
      document.put("step", begun.point().position());
      Documents.print(surroundings.terminal().out(), output.form, document);
    } else {
      surroundings.terminal().out().println(id);
    }
    talk.say(
        "%s begins with %s %s %d of %s; go on by realign run %s --run %s"
            .formatted(
                id, scope, begun.point().stage(), begun.point().position(), from, specFile, id));
  }
}
