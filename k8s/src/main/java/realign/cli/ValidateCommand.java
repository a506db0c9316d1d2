package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;
import realign.spec.RunSpec;
import realign.spec.Scope;

/** {@code realign validate SPEC}: spec, target and all its data; nothing is written. */
@Command(
    name = "validate",
    description = {
      "Check a spec and its target, then read all its data as a run would.",
      "Tell all problems at once: first those of spec, target and missing files, then the data's."
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Parameters(paramLabel = "SPEC", description = "Run spec, as YAML or JSON.")
  private Path specFile = Path.of("");

  private final Surroundings surroundings;

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path folder = work.folder(surroundings);
    Talk talk = new Talk(surroundings, common);
    Request request = Request.read(surroundings, specFile, target, folder, talk);
    DataCheck check =
        DataCheck.of(surroundings, specFile, request.target().value(), folder, common);
    if (output.form.isDocument()) {
      printDocument(check);
    } else if (check.exit() == ExitCode.DONE) {
      surroundings.terminal().out().println(specFile + " is valid: " + summary(request));
    }
    return check.exit().number();
  }

  private void printDocument(DataCheck check) {
    ObjectNode document = Documents.of("validation").put("exit", check.exit().number());
    document.put("valid", check.exit() == ExitCode.DONE);
    document.withArrayProperty("problems");
    check.problems().forEach(problem -> ProblemDocuments.add(document, problem));
    Documents.print(surroundings.terminal().out(), output.form, document);
  }

  private static String summary(Request request) {
    RunSpec spec = request.spec().value();
    List<Scope> scopes = Scope.of(spec);
    long cells = scopes.stream().filter(Scope.Cell.class::isInstance).count();
    int alignments = Scope.alignments(spec).size();
    return "run " + request.resolved().runId() + ", alignments " + alignments + ", cells " + cells;
  }
}
