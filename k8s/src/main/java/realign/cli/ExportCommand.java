package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign export RUN DIR}: an aligned model for the usual Python stack. */
@Command(
    name = "export",
    description = {
      "Write an aligned adapter in PEFT form, or the merged model in Hugging Face form.",
      "Attacked models are harmful on purpose and are never exported."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "Folder to write; new or empty.")
  private Path folder = Path.of("");

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "Alignment to export (else the gate's candidate, else the first).")
  private @Nullable String scope;

  @Option(names = "--merged", description = "The whole model, adapter merged.")
  private boolean merged;

  private final Surroundings surroundings;

  ExportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Target where = target.read(surroundings).value();
    String chosen = scope(where);
    Path to = surroundings.resolve(folder);
    Folders.requireEmpty(to);
    ExitCode exit = export(where, chosen, to);
    if (exit == ExitCode.DONE) {
      tell(chosen, to);
    }
    return exit.number();
  }

  private String scope(Target where) {
    try (ObjectStore store = Stores.open(surroundings, where)) {
      return new ExportChoice(new Runs(store).require(run).spec()).scope(scope).name();
    }
  }

  private ExitCode export(Target where, String chosen, Path to) {
    Path folder = work.folder(surroundings);
    try (TargetFile file = TargetFile.write(folder, where)) {
      List<String> arguments =
          new ChildArguments(Stores.absolute(surroundings, where.store()), run)
              .option("--scope", chosen)
              .option(merged ? "--merged" : "--adapter", to.toString())
              .option("--target", file.path().toString())
              .forCommand("export");
      Follower follower =
          new Follower(new Talk(surroundings, common), ProgressView.of(surroundings));
      return follower.follow(Child.start(surroundings, arguments, folder, common.verbose));
    }
  }

  private void tell(String chosen, Path to) {
    Terminal terminal = surroundings.terminal();
    if (output.form.isDocument()) {
      ObjectNode document = Documents.of("export").put("run", run).put("scope", chosen);
      document.put("form", merged ? "merged" : "adapter").put("folder", to.toString());
      Documents.print(terminal.out(), output.form, document);
    } else if (output.form == Form.NAME) {
      terminal.out().println(to);
    } else {
      String what = merged ? "merged model" : "adapter";
      terminal.out().println("wrote   " + what + " of " + chosen + " to " + to);
    }
  }
}
