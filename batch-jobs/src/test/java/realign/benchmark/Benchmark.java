package realign.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
      switch (options.kind()) {
        case STEPS -> steps(options, environment, progress);
        case KERNELS, GROWTH -> throw new UnsupportedOperationException();
      }
      return 0;
    } catch (ProblemException e) {
      e.problems().forEach(problem -> progress.say(problem.toString()));
      return e.exitCode().number();
    }
  }

  private static void steps(
      BenchmarkOptions options, Map<String, String> environment, Progress progress) {
    ReferenceStack reference = ReferenceStack.find(options.reference(), environment, progress);
    RandomModels models = new RandomModels(cache(environment), progress);
    StepReport report = new StepBenchmark(options, models, reference, progress).run();
    out().print(report.text());
    out().flush();
    Path json = options.json();
    if (json != null) {
      Json.write(json, report.json());
      progress.say("written: " + json);
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
