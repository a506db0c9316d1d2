package realign.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import realign.spec.BatchJvm;

/** Runs the kernel benchmarks, in processes that are started as the batch program is. */
final class Kernels {
  private Kernels() {}

  /**
   * A kernel's time.
   *
   * @param cpuMs mean CPU time of a call
   * @param ms mean elapsed time of a call
   * @param error half of its 99.9 % confidence interval
   */
  record Line(String kernel, String model, String compute, double cpuMs, double ms, double error) {}

  static List<Line> run(Map<String, String> environment) {
    try {
      return lines(new Runner(options(environment).build()).run());
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static org.openjdk.jmh.runner.options.ChainedOptionsBuilder options(
      Map<String, String> environment) {
    return new OptionsBuilder()
        .include("^" + StepKernels.class.getName().replace(".", "\\.") + "\\.")
        .param("compute", Plan.computes().toArray(String[]::new))
        .jvmArgs(new BatchJvm(environment).flags().toArray(String[]::new))
        .addProfiler(CpuProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
  }

  private static List<Line> lines(Collection<RunResult> results) {
    List<Line> lines = new ArrayList<>();
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      lines.add(
          new Line(
              primary.getLabel(),
              result.getParams().getParam("model"),
              result.getParams().getParam("compute"),
              Objects.requireNonNull(result.getSecondaryResults().get(CpuProfiler.LABEL))
                  .getScore(),
              primary.getScore(),
              primary.getScoreError()));
    }
    return lines;
  }

  /** For a person. */
  static String text(List<Line> lines) {
    TextTable table = new TextTable(3);
    table.row(List.of("kernel", "model", "compute", "CPU ms", "wall ms", "+-"));
    for (Line line : lines) {
      table.row(
          List.of(
              line.kernel(),
              line.model(),
              line.compute(),
              String.format(Locale.ROOT, "%.3f", line.cpuMs()),
              String.format(Locale.ROOT, "%.3f", line.ms()),
              String.format(Locale.ROOT, "%.3f", line.error())));
    }
    return table.render();
  }
}
