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
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.Target;
import realign.store.ObjectStore;

/** {@code realign report RUN}: fetches the report; says nothing by its exit code about the gate. */
@Command(
    name = "report",
    description = {
      "Fetch the report of a run into a folder and print its summary.",
      "Ends with 0 whatever the verdict is: that is the exit code of run."
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "RUN", description = "Run id.")
  private String run = "";

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Folder for the files (else RUN-report); same files are replaced.")
  private @Nullable Path folder;

  private final Surroundings surroundings;

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Reading<Target> where = target.read(surroundings);
    try (ObjectStore store = Stores.open(surroundings, where.value())) {
      new Runs(store).require(run);
      StoredReport report = require(store);
      Path to = folder == null ? Path.of(run + "-report") : folder;
      List<Path> files = Folders.write(surroundings.resolve(to), report);
      print(report, files);
    }
    return ExitCode.DONE.number();
  }

  private StoredReport require(ObjectStore store) {
    StoredReport report = StoredReport.find(store, run);
    if (report == null) {
      throw new ProblemException(
          ExitCode.NOT_FOUND,
          new Problem(
              "RLN-709",
              "report of " + run,
              null,
              "must be finished, but the run is not that far",
              "Look at realign status " + run + ", or issue the run command again"));
    }
    return report;
  }

  private void print(StoredReport report, List<Path> files) {
    Terminal terminal = surroundings.terminal();
    switch (output.form) {
      case JSON, YAML -> document(report, files);
      case NAME -> files.forEach(terminal.out()::println);
      case TEXT, WIDE -> {
        terminal.out().print(report.text(StoredReport.SUMMARY));
        files.forEach(file -> terminal.err().println("wrote   " + file));
      }
    }
  }

  private void document(StoredReport report, List<Path> files) {
    ReportDocument content = report.document();
    ObjectNode document = Documents.of("report").put("run", run);
    Verdict verdict = content.verdict();
    document.put("verdict", verdict == null ? null : verdict.outcome().name());
    document.put("findingsDigest", content.findingsDigest());
    files.forEach(file -> document.withArrayProperty("files").add(file.toString()));
    Documents.print(surroundings.terminal().out(), output.form, document);
  }
}
