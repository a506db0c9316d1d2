package realign.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import realign.spec.ExitCode;
import realign.spec.RunSpec;

/** {@code realign plan SPEC}: what a run would do and where each value comes from. */
@Command(
    name = "plan",
    description = "Show what a run would do and where each value comes from; changes nothing.")
final class PlanCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private WorkOption work = new WorkOption();

  @Parameters(paramLabel = "SPEC", description = "Run spec, as YAML or JSON.")
  private Path specFile = Path.of("");

  @Option(
      names = "--measure",
      description = {
        "Read the data to count rows and tokens, and train a few steps of each kind to forecast",
        "time and memory; nothing is kept. Else limits are upper bounds."
      })
  private boolean measure;

  private final Surroundings surroundings;

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Talk talk = new Talk(surroundings, common);
    Request request = Request.read(surroundings, specFile, target, work.folder(surroundings), talk);
    DataCheck data = measure ? measured(request) : null;
    if (data != null && data.exit() != ExitCode.DONE) {
      return data.exit().number();
    }
    print(plan(request, data));
    return ExitCode.DONE.number();
  }

  private DataCheck measured(Request request) {
    return DataCheck.withForecast(
        surroundings, specFile, request.target().value(), work.folder(surroundings), common);
  }

  private static Plan plan(Request request, @Nullable DataCheck data) {
    RunSpec spec = request.local().spec();
    ModelShape model = ModelShape.of(modelFolder(spec));
    ScopePlanner planner = new ScopePlanner(spec, model, data);
    planner.weights().requireStorable();
    long trained = planner.alignedParameters();
    return new Plan(
        request, planner.plan(), model, trained, MemoryEstimate.of(spec, model, trained));
  }

  private static Path modelFolder(RunSpec spec) {
    String path = spec.model().path();
    return Path.of(path != null ? path : Objects.requireNonNull(spec.model().init()).path());
  }

  private void print(Plan plan) {
    switch (output.form) {
      case JSON, YAML ->
          Documents.print(surroundings.terminal().out(), output.form, plan.document());
      case NAME -> surroundings.terminal().out().println(plan.request().resolved().runId());
      case TEXT, WIDE -> surroundings.terminal().out().print(plan.text());
    }
  }
}
