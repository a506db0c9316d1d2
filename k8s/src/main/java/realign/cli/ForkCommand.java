package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
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
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunId;
import realign.store.ObjectStore;

/** {@code realign fork RUN --at SCOPE:STEP SPEC}: goes on from a checkpoint by another spec. */
@Command(
    name = "fork",
    description = {
      "Begin a new run with a checkpoint of another: the scope goes on from there by the new spec.",
      "Copies the checkpoint and computes nothing; run the new spec to go on."
    })
final class ForkCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run that has the checkpoint.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "SPEC", description = "Spec of the new run.")
  private Path specFile = Path.of("");

  @Option(
      names = "--at",
      required = true,
      paramLabel = "CHECKPOINT",
      description = "SCOPE (its newest), SCOPE:STEP or SCOPE@ENTRY.")
  private String at = "";

  @Option(names = "--run", paramLabel = "ID", description = "The new run's id (else NAME-DIGEST).")
  private @Nullable String as;

  private final Surroundings surroundings;

  ForkCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    CheckpointName checkpoint = CheckpointName.parse(at);
    Request request = Request.read(surroundings, specFile, target);
    String forked = as == null ? request.resolved().runId().text() : new RunId(as).text();
    requireAnother(forked);
    Talk talk = new Talk(surroundings, common);
    try (ObjectStore store = Stores.open(surroundings, request.target().value())) {
      RunScopes.of(store, run).require(checkpoint.scope());
      StoredCommit.named(store, run, checkpoint); // before anything is written
      new Runs(store).establish(forked, request.resolved());
      Caretaker holder =
          Caretaker.of(RunScopes.of(store, forked), request.target().value(), false, talk);
      StoredCommit source =
          new Fork(store, holder.settings())
              .begin(forked, request.resolved().spec(), run, checkpoint);
      print(talk, forked, checkpoint.scope(), source);
    }
    return ExitCode.DONE.number();
  }

  private void requireAnother(String forked) {
    if (forked.equals(run)) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-757",
              "run",
              forked,
              "must be another than the one that is forked",
              "Change the spec, or give a name by --run ID"));
    }
  }

  private void print(Talk talk, String forked, String scope, StoredCommit source) {
    PrintStream out = surroundings.terminal().out();
    String next = "realign run " + specFile + " --run " + forked;
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("fork").put("run", forked).put("scope", scope);
      document.put("from", source.origin().toString());
      document.put("stage", source.point().stage()).put("position", source.point().position());
      Documents.print(out, output.form, document.put("next", next));
    } else if (output.form == Form.NAME) {
      out.println(forked);
    } else {
      out.println(
          "%s/%s begins with %s (%s %d)"
              .formatted(
                  forked,
                  scope,
                  source.origin(),
                  source.point().stage(),
                  source.point().position()));
      talk.say("go on with: " + next);
    }
  }
}
