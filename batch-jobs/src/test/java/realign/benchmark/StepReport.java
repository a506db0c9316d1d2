package realign.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code scripts/benchmark}, as written to JSON.
 *
 * @param machine what the figures depend on
 * @param rates of matrix products, best of the repeats
 * @param rows a configuration each
 * @param ratios what follows from several rows
 */
record StepReport(Map<String, Object> machine, Rates rates, List<Row> rows, List<Ratio> ratios) {

  /**
   * A figure that follows from several rows.
   *
   * @param name what it is
   * @param value from the means over all repeats
   * @param best from the best repeat of each step
   * @param target what it should not exceed, or not fall below, if that is agreed
   */
  record Ratio(
      String name,
      String model,
      String compute,
      int threads,
      double value,
      double best,
      String target) {}

  static StepReport of(
      List<Configuration> plan,
      Map<Configuration, List<StepResult>> ours,
      Map<Configuration, List<ReferenceResult>> theirs,
      Rates rates,
      Map<String, Object> machine) {
    List<Row> rows = new ArrayList<>();
    List<Ratio> ratios = new ArrayList<>();
    for (Configuration configuration : plan) {
      rows.add(row(configuration, ours, theirs, rates));
    }
    for (Configuration configuration : plan) {
      ratios.addAll(ratios(configuration, ours, theirs));
    }
    return new StepReport(machine, rates, rows, ratios);
  }

  private static Row row(
      Configuration configuration,
      Map<Configuration, List<StepResult>> ours,
      Map<Configuration, List<ReferenceResult>> theirs,
      Rates rates) {
    return Row.of(
        configuration,
        ours.getOrDefault(configuration, List.of()),
        theirs.getOrDefault(configuration, List.of()),
        theirs.getOrDefault(configuration.withCompute("f32"), List.of()),
        rates);
  }

  private static List<Ratio> ratios(
      Configuration is,
      Map<Configuration, List<StepResult>> ours,
      Map<Configuration, List<ReferenceResult>> theirs) {
    List<StepResult> own = ours.getOrDefault(is, List.of());
    List<StepResult> sft = ours.getOrDefault(is.withMethod(Plan.SFT), List.of());
    List<Ratio> ratios = new ArrayList<>();
    if (is.method().equals(Plan.VACCINE) && !sft.isEmpty()) {
      ratios.add(ratio("CPU of Vaccine / SFT", is, cpu(own), cpu(sft), "<= 1.9"));
    }
    if (is.method().equals(Plan.ACCELERATED)) {
      String name = "CPU of accelerated (tau " + Plan.TAU + ", " + is.steps() + " steps) / SFT";
      ratios.add(ratio(name, is, cpu(own), cpu(sft), "<= 1.02"));
    }
    if (is.method().equals(Plan.GENERATE) && theirs.containsKey(is)) {
      Times reference = Times.of(theirs.get(is), ReferenceResult::wallMs);
      Times mine = Times.of(own, StepResult::wallMs);
      ratios.add(ratio("generated tokens/s / reference", is, reference, mine, ">= 2"));
    }
    return ratios;
  }

  private static Times cpu(List<StepResult> runs) {
    return Times.of(runs, StepResult::cpuMs);
  }

  /** Of a step: the mean over all repeats, and the mean of the best repeat of each batch. */
  private record Times(double mean, double best) {
    static <T> Times of(List<T> runs, Function<T, List<Double>> figures) {
      return new Times(Sample.of(runs, figures).mean(), Sample.best(runs, figures).mean());
    }
  }

  private static Ratio ratio(
      String name, Configuration is, Times above, Times below, String target) {
    return new Ratio(
        name,
        is.model().label(),
        is.compute(),
        is.threads(),
        above.mean() / below.mean(),
        above.best() / below.best(),
        target);
  }

  /** For a person. */
  String text() {
    TextTable table = new TextTable(3);
    table.row(
        List.of(
            "model",
            "method",
            "compute",
            "threads",
            "CPU ms",
            "median",
            "min",
            "wall ms",
            "tokens/s",
            "of limit",
            "peak MB",
            "ref CPU",
            "ref wall",
            "ref MB",
            "CPU x",
            "best x",
            "RSS x",
            "f32 CPU x"));
    rows.forEach(row -> table.row(cells(row)));
    StringBuilder text = new StringBuilder(table.render()).append('\n');
    if (!ratios.isEmpty()) {
      TextTable derived = new TextTable(3);
      derived.row(List.of("ratio", "model", "compute", "threads", "is", "best", "target"));
      ratios.forEach(ratio -> derived.row(cells(ratio)));
      text.append(derived.render()).append('\n');
    }
    machine.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    text.append(rateLine()).append('\n');
    return text.append(LEGEND).toString();
  }

  private static final String LEGEND =
      """
      CPU ms, wall ms: means of a step over all batches and repeats; median, min: of CPU ms. Sizes: peaks.
      x: ours / reference of the same arithmetic; best x: of each batch the best repeat, on both sides;
      f32 CPU x: against the reference in f32. of limit: CPU time that the counted products take at the
      measured rate / CPU ms.
      """;

  private String rateLine() {
    Double brain = rates.brainBlock();
    return String.format(
        Locale.ROOT,
        "products, one thread: f32 %.0f GFLOP/s, head %.0f%s",
        rates.block() / 1e9,
        rates.head() / 1e9,
        brain == null ? "" : String.format(Locale.ROOT, "; bf16 %.0f GFLOP/s", brain / 1e9));
  }

  private static List<String> cells(Row row) {
    return Arrays.asList(
        row.model(),
        row.method(),
        row.compute(),
        String.valueOf(row.threads()),
        number("%.1f", row.cpuMs()),
        number("%.1f", row.cpuMedianMs()),
        number("%.1f", row.cpuMinMs()),
        number("%.1f", row.stepMs()),
        number("%.0f", row.tokensPerSecond()),
        number("%.2f", row.flopsFraction()),
        number("%.0f", row.peakRssMb()),
        number("%.1f", row.referenceCpuMs()),
        number("%.1f", row.referenceStepMs()),
        number("%.0f", row.referencePeakRssMb()),
        number("%.3f", row.cpuRatio()),
        number("%.3f", row.cpuBestRatio()),
        number("%.3f", row.rssRatio()),
        number("%.3f", row.f32CpuRatio()));
  }

  private static List<String> cells(Ratio ratio) {
    return List.of(
        ratio.name(),
        ratio.model(),
        ratio.compute(),
        String.valueOf(ratio.threads()),
        number("%.3f", ratio.value()),
        number("%.3f", ratio.best()),
        ratio.target());
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** What goes into the file. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("rates", rates);
    json.put("rows", rows);
    json.put("ratios", ratios);
    return json;
  }
}
