package realign.report;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.result.StageCosts;
import realign.result.StageCosts.Cost;

/** Forecast against actual: a line a training stage. */
record CostTable(List<StageCosts> costs) {
  private static final double MEBI = 1 << 20;

  CostTable {
    costs = List.copyOf(costs);
  }

  boolean isEmpty() {
    return costs.isEmpty();
  }

  List<String> head() {
    return List.of(
        "scope",
        "stage",
        "steps",
        "CPU ms a step, forecast",
        "actual",
        "wall ms a step, forecast",
        "actual",
        "peak memory MiB, forecast",
        "actual",
        "checkpoint bytes, forecast",
        "actual");
  }

  List<List<String>> rows() {
    return costs.stream().map(CostTable::row).toList();
  }

  private static List<String> row(StageCosts stage) {
    Cost forecast = stage.forecast();
    Cost actual = stage.actual();
    return List.of(
        stage.scope(),
        stage.stage(),
        of(actual == null ? forecast : actual, cost -> String.valueOf(cost.steps())),
        of(forecast, CostTable::cpu),
        of(actual, CostTable::cpu),
        of(forecast, CostTable::wall),
        of(actual, CostTable::wall),
        of(forecast, CostTable::peak),
        of(actual, CostTable::peak),
        of(forecast, CostTable::bytes),
        of(actual, CostTable::bytes));
  }

  private static String of(@Nullable Cost cost, Function<Cost, String> part) {
    return cost == null ? Numbers.ABSENT : part.apply(cost);
  }

  private static String cpu(Cost cost) {
    return Numbers.one(cost.cpuMsPerStep());
  }

  private static String wall(Cost cost) {
    return Numbers.one(cost.wallMsPerStep());
  }

  private static String peak(Cost cost) {
    return Numbers.one(cost.peakRssBytes() / MEBI);
  }

  private static String bytes(Cost cost) {
    return cost.checkpointBytes() == 0 ? Numbers.ABSENT : String.valueOf(cost.checkpointBytes());
  }
}
