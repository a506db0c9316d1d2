package realign.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import realign.log.Draft;
import realign.model.LanguageModel;
import realign.model.ModelExport;
import realign.model.ModelOptions;
import realign.result.CostRecord;
import realign.result.ResultJson;
import realign.result.StageCosts;
import realign.spec.ModelSpec.Compute;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;

/**
 * Compares forecasts with costs on the workload of the benchmark; what {@code
 * scripts/check-forecast} runs. Each command is a process of its own and prints a line of JSON:
 *
 * <pre>
 * write CONFIG-DIR DIR                                             a model with random weights
 * probe MODEL WORKLOAD METHOD COMPUTE RECOMPUTE DROPOUT STEPS      what plan --measure forecasts
 * train MODEL WORKLOAD METHOD COMPUTE RECOMPUTE DROPOUT STEPS      forecast and cost of a stage
 * compare NAME FILE                                                medians of such lines; exit 1 when off
 * </pre>
 */
final class ForecastCheck {
  private static final int COMMIT_EVERY = 5;

  private final WorkloadStage workload;

  private ForecastCheck(String[] given) {
    Compute compute = Compute.valueOf(given[4].toUpperCase(Locale.ROOT));
    ModelOptions options = new ModelOptions(compute).recomputing(Boolean.parseBoolean(given[5]));
    workload =
        WorkloadStage.of(
            Path.of(given[1]),
            Path.of(given[2]),
            method(given[3]),
            options,
            Double.parseDouble(given[6]),
            Integer.parseInt(given[7]));
  }

  public static void main(String[] given) throws IOException {
    java.io.PrintStream out = System.out;
    System.setOut(System.err); // native libraries may talk
    if (given[0].equals("write")) {
      try (LanguageModel model =
          LanguageModel.random(Path.of(given[1]), 1, ModelOptions.defaults())) {
        ModelExport.merged(Path.of(given[2]), model, Path.of(given[1]));
      }
      return;
    }
    if (given[0].equals("compare")) {
      boolean good = Comparison.read(Path.of(given[2])).print(given[1], out);
      System.exit(good ? 0 : 1);
    }
    ForecastCheck check = new ForecastCheck(given);
    out.println(ResultJson.line(given[0].equals("probe") ? check.probe() : check.train()));
  }

  private static MethodSpec method(String name) {
    return switch (name) {
      case "sft" -> new Sft();
      case "vaccine" -> new Vaccine(2);
      case "accelerated-vaccine" -> new AcceleratedVaccine(2, 10);
      default -> throw new IllegalArgumentException("no method " + name);
    };
  }

  private StageProbe probe() {
    return StageProbe.measure(
        workload.recipe(), WorkloadStage.RANDOMNESS, workload.examples(), workload.models());
  }

  private StageCosts train() {
    List<CostRecord> costs = new ArrayList<>();
    try (TrainingStage stage = workload.open()) {
      stage.open(null);
      StepRows rows;
      while ((rows = stage.read()) != null) {
        stage.process(rows);
        if (stage.position() % COMMIT_EVERY == 0 || stage.position() == stage.size()) {
          for (Draft.Append append : stage.draft().records()) {
            if (append.stream().equals(CostRecord.STREAM)) {
              costs.addAll(ResultJson.lines(append.lines(), CostRecord.class));
            }
          }
        }
      }
    }
    return StageCosts.of("align-000", costs).get(0);
  }

  /** Lines of probes and trainings; medians count. */
  private record Comparison(List<JsonNode> probes, List<JsonNode> trainings) {
    private static final double CPU = 0.2;
    private static final double MEMORY = 0.1;

    static Comparison read(Path file) throws IOException {
      Comparison comparison = new Comparison(new ArrayList<>(), new ArrayList<>());
      for (String line : Files.readAllLines(file)) {
        JsonNode json = new JsonMapper().readTree(line);
        (json.has("need") ? comparison.probes : comparison.trainings).add(json);
      }
      return comparison;
    }

    /** Prints a line a forecast, and says whether all are near enough. */
    boolean print(String name, java.io.PrintStream out) {
      double steps = median(trainings, "/actual/steps");
      double cpu = median(trainings, "/actual/cpuMsPerStep");
      double peak = median(trainings, "/actual/peakRssBytes");
      double bytes = median(trainings, "/actual/checkpointBytes");
      boolean plan =
          line(
              out,
              name + " plan",
              new double[] {median(probes, "/forecast/cpuMs") / steps, cpu},
              new double[] {median(probes, "/forecast/peakRssBytes"), peak},
              new double[] {median(probes, "/forecast/checkpointBytes"), bytes});
      boolean run =
          line(
              out,
              name + " run",
              new double[] {median(trainings, "/forecast/cpuMsPerStep"), cpu},
              new double[] {median(trainings, "/forecast/peakRssBytes"), peak},
              new double[] {median(trainings, "/forecast/checkpointBytes"), bytes});
      return plan && run;
    }

    private static boolean line(
        java.io.PrintStream out, String name, double[] cpu, double[] peak, double[] bytes) {
      out.printf(
          Locale.ROOT,
          "%-12s CPU ms %.1f for %.1f (%+.1f %%)  peak MiB %.0f for %.0f (%+.1f %%)  bytes %.0f for %.0f%n",
          name,
          cpu[0],
          cpu[1],
          100 * off(cpu),
          peak[0] / (1 << 20),
          peak[1] / (1 << 20),
          100 * off(peak),
          bytes[0],
          bytes[1]);
      return Math.abs(off(cpu)) <= CPU && Math.abs(off(peak)) <= MEMORY && bytes[0] == bytes[1];
    }

    private static double off(double[] forecastAndActual) {
      return forecastAndActual[0] / forecastAndActual[1] - 1;
    }

    private static double median(List<JsonNode> lines, String pointer) {
      double[] values =
          lines.stream().mapToDouble(l -> l.at(pointer).asDouble()).sorted().toArray();
      int middle = values.length / 2;
      return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
  }
}
