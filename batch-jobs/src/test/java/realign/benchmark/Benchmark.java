package realign.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/** {@code scripts/benchmark}: reads what is asked, measures, prints and writes. */
public final class Benchmark {
  private Benchmark() {}

  /** Starts it. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.getenv()));
  }

  private static int run(String[] arguments, Map<String, String> environment) {
    Progress progress = Progress.stderr();
    try {
      BenchmarkOptions options = BenchmarkOptions.parse(Arrays.asList(arguments), environment);
      Path json = options.json();
      if (json != null) {
        requireWritable(json);
      }
      Result result =
          switch (options.kind()) {
            case STEPS -> steps(options, environment, progress);
            case KERNELS -> kernels(environment);
            case GROWTH -> growth(environment, progress);
          };
      out().print(result.text());
      if (json != null) {
        Json.write(json, result.json());
        progress.say("written: " + json);
      }
      return result.whole() ? 0 : ExitCode.FAILED.number();
    } catch (ProblemException e) {
      e.problems().forEach(problem -> progress.say(problem.toString()));
      return e.exitCode().number();
    }
  }

  /** What is printed and what is written, and whether it is all that was asked for. */
  private record Result(boolean whole, String text, Map<String, Object> json) {}

  private static Result steps(
      BenchmarkOptions options, Map<String, String> environment, Progress progress) {
    ReferenceStack reference = ReferenceStack.find(options.reference(), environment, progress);
    RandomModels models = new RandomModels(cache(environment), progress);
    StepBenchmark benchmark = new StepBenchmark(options, models, reference, progress);
    StepReport report = benchmark.run();
    return new Result(benchmark.failed().isEmpty(), report.text(), report.json());
  }

  private static Result kernels(Map<String, String> environment) {
    List<Kernels.Line> lines = Kernels.run(environment);
    return new Result(true, Kernels.text(lines), described("kernels", lines, environment));
  }

  private static Result growth(Map<String, String> environment, Progress progress) {
    List<Growth.Line> lines = new Growth(cache(environment), progress).run();
    return new Result(true, Growth.text(lines), described("growth", lines, environment));
  }

  private static Map<String, Object> described(
      String name, List<?> lines, Map<String, String> environment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", Machine.describe(null, environment));
    json.put(name, lines);
    return json;
  }

  /** Before minutes of work are done in vain. */
  private static void requireWritable(Path json) {
    Path folder = json.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(json)) {
      String rule = "must be a file in a folder that exists";
      throw new ProblemException(
          ExitCode.USAGE,
          BenchmarkOptions.problem("--json", json.toString(), rule, "Make the folder"));
    }
  }

  private static PrintStream out() {
    return new PrintStream(System.out, true, StandardCharsets.UTF_8);
  }

  /** What may be lost at any time lies in the work folder. */
  private static Path cache(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("REALIGN_WORK", ".realign/work"))
        .resolve("benchmark")
        .toAbsolutePath();
  }
}
