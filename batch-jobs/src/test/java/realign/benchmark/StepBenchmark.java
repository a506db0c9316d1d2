package realign.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures every configuration of the plan as often as asked, ours and the reference in turns, each
 * in a process of its own.
 */
final class StepBenchmark {
  private static final int RANK = 8;
  private static final int NEW_TOKENS = 64;

  private final BenchmarkOptions options;
  private final RandomModels models;
  private final @Nullable ReferenceStack reference;
  private final Progress progress;
  private final Map<Configuration, List<StepResult>> ours = new LinkedHashMap<>();
  private final Map<Configuration, List<ReferenceResult>> theirs = new LinkedHashMap<>();
  private final Set<Configuration> failed = new LinkedHashSet<>();
  private @Nullable Rates rates;

  StepBenchmark(
      BenchmarkOptions options,
      RandomModels models,
      @Nullable ReferenceStack reference,
      Progress progress) {
    this.options = options;
    this.models = models;
    this.reference = reference;
    this.progress = progress;
  }

  StepReport run() {
    List<Configuration> plan = Plan.of(options);
    Map<String, Object> machine = Machine.describe(reference, System.getenv());
    for (int repeat = 1; repeat <= options.repeats(); repeat++) {
      measureRates();
      int done = 0;
      for (Configuration configuration : plan) {
        done++;
        progress.say(
            "repeat %d of %d, %d of %d: %s"
                .formatted(repeat, options.repeats(), done, plan.size(), configuration));
        tryToMeasure(configuration, repeat);
      }
    }
    Rates measured = rates;
    if (measured == null) {
      throw new IllegalStateException("no repeat");
    }
    List<Configuration> whole = plan.stream().filter(one -> !failed.contains(one)).toList();
    return StepReport.of(whole, ours, theirs, measured, withEngine(machine));
  }

  private Map<String, Object> withEngine(Map<String, Object> machine) {
    ours.values().stream()
        .flatMap(List::stream)
        .findFirst()
        .ifPresent(run -> machine.put("engine", run.engine()));
    return machine;
  }

  private void measureRates() {
    boolean brain = Plan.computes().contains("bf16");
    Rates now =
        ChildProcess.java(RateRunner.class, brain ? List.of("bf16") : List.of(), 1, Rates.class);
    rates = rates == null ? now : rates.best(now);
    progress.say(
        "this processor multiplies at %.0f GFLOP/s a thread in f32".formatted(now.block() / 1e9));
  }

  /** An hour's figures shall not be lost by one configuration that this machine cannot do. */
  private void tryToMeasure(Configuration configuration, int repeat) {
    if (failed.contains(configuration)) {
      return;
    }
    try {
      measure(configuration, repeat);
    } catch (IllegalStateException e) {
      failed.add(configuration);
      progress.say("left out: " + configuration + ": " + e.getMessage());
    }
  }

  /** What could not be measured. */
  Set<Configuration> failed() {
    return failed;
  }

  /** Ours and theirs in turns, so that both meet the same noise of the machine. */
  private void measure(Configuration configuration, int repeat) {
    Set<Configuration> mine = new LinkedHashSet<>(Plan.companions(configuration));
    mine.add(configuration);
    mine.forEach(one -> measureOurs(one, repeat));
    Plan.references(configuration).forEach(one -> measureTheirs(one, repeat));
  }

  private void measureOurs(Configuration configuration, int repeat) {
    List<StepResult> results = ours.computeIfAbsent(configuration, key -> new ArrayList<>());
    if (results.size() < repeat) {
      StepResult result =
          ChildProcess.java(
              StepRunner.class,
              List.of(Json.line(request(configuration))),
              configuration.threads(),
              StepResult.class);
      results.add(result);
      say("ours", new Sample(result.cpuMs()), result.peakRssMb());
    }
  }

  private StepRequest request(Configuration configuration) {
    Preset preset = configuration.model();
    ModelShape random = preset.random();
    Path model =
        random == null
            ? options.tiny()
            : models.directory(preset.label(), random.config(preset == Preset.SMOL));
    Path batches = options.workload().resolve(preset.label() + ".jsonl");
    return new StepRequest(
        model.toString(),
        batches.toString(),
        0,
        configuration.steps(),
        preset.warmup(),
        configuration.method(),
        Plan.TAU,
        configuration.compute(),
        RANK,
        NEW_TOKENS);
  }

  private void measureTheirs(Configuration configuration, int repeat) {
    if (reference == null) {
      return;
    }
    List<ReferenceResult> results = theirs.computeIfAbsent(configuration, k -> new ArrayList<>());
    if (results.size() < repeat) {
      ReferenceResult result = reference.measure(configuration, options);
      results.add(result);
      say("reference", new Sample(result.cpuMs()), result.peakRssMb());
    }
  }

  private void say(String who, Sample cpu, double peak) {
    progress.say(
        String.format(
            Locale.ROOT, "  %-9s %9.1f ms CPU a step, peak %5.0f MB", who, cpu.mean(), peak));
  }
}
