package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import realign.spec.Origin;

/**
 * What a run would do.
 *
 * @param trained parameters that the alignment trains
 */
record Plan(
    Request request,
    List<ScopePlan> scopes,
    ModelShape model,
    long trained,
    MemoryEstimate memory) {

  String text() {
    return head() + "\n" + settings() + "\n" + scopeTable() + "\n" + forecasts() + sizes();
  }

  ObjectNode document() {
    ObjectNode document =
        Documents.of("plan")
            .put("run", request.resolved().runId().text())
            .put("identity", request.resolved().identity());
    for (Origin origin : request.origins()) {
      document
          .withArrayProperty("settings")
          .addObject()
          .put("path", origin.path())
          .put("value", origin.value())
          .put("origin", origin.source().toString());
    }
    scopes.forEach(scope -> scope.add(document.withArrayProperty("scopes").addObject()));
    document.put("modelParameters", model.parameters()).put("trainedParameters", trained);
    document
        .putObject("memoryBytes")
        .put("weights", memory.weights())
        .put("training", memory.training())
        .put("activations", memory.activations())
        .put("judges", memory.judges())
        .put("program", memory.program())
        .put("total", memory.total());
    return document;
  }

  private String head() {
    return "run     "
        + request.resolved().runId()
        + "\nspec    sha256 "
        + request.resolved().identity()
        + "\n";
  }

  private String settings() {
    Table table = new Table().row("SETTING", "VALUE", "FROM");
    for (Origin origin : request.origins()) {
      table.row(origin.path(), origin.value(), origin.source().toString());
    }
    return table.render();
  }

  private String scopeTable() {
    Table table =
        new Table().row("SCOPE", "ROWS", "STEPS", "TOKENS", "PROMPTS", "CHECKPOINT", "ABOUT");
    for (ScopePlan scope : scopes) {
      boolean trains = scope.trains();
      table.row(
          scope.scope().name(),
          trains ? scope.rows().text() : "-",
          trains ? scope.steps().text() : "-",
          trains ? scope.tokens().text() : "-",
          scope.prompts().text(),
          trains ? Amounts.bytes(scope.checkpoint()) : "-",
          scope.about());
    }
    return table.render();
  }

  /** Only where something was measured. */
  private String forecasts() {
    if (scopes.stream().allMatch(scope -> scope.forecast() == null)) {
      return "";
    }
    Table table =
        new Table().row("FORECAST", "CPU/STEP", "TIME/STEP", "TIME", "MEMORY", "CHECKPOINT");
    Duration all = Duration.ZERO;
    for (ScopePlan scope : scopes) {
      Forecast forecast = scope.forecast();
      if (forecast != null) {
        all = all.plus(forecast.time());
        table.row(
            scope.scope().name(),
            Amounts.millis(forecast.cpuMsPerStep()),
            Amounts.millis(forecast.wallMsPerStep()),
            Amounts.duration(forecast.time()),
            Amounts.bytes(forecast.peakRssBytes()),
            Amounts.count(forecast.checkpointBytes()) + " B");
      }
    }
    table.row("all training", "", "", Amounts.duration(all), "", "");
    return table.render() + "\n";
  }

  private String sizes() {
    return "model   "
        + Amounts.count(model.parameters())
        + " parameters, "
        + Amounts.count(trained)
        + " trained\nmemory  at most about "
        + Amounts.bytes(memory.total())
        + ": "
        + String.join(", ", memory.lines())
        + "\n";
  }
}
