package realign.benchmark;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;
import realign.training.MeasuredSteps;

/** Measures one configuration in this process and ends. The argument is a {@link StepRequest}. */
final class StepRunner {
  private static final double RHO = 2;
  private static final List<String> TARGETS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final StepRequest request;
  private final Workload workload;
  private final FlopCount count;
  private final List<Double> wall = new ArrayList<>();
  private final List<Double> cpu = new ArrayList<>();
  private final List<Double> thread = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private Flops flops = Flops.NONE;
  private long tokens;

  private StepRunner(StepRequest request) {
    this.request = request;
    this.workload = Workload.read(Path.of(request.workload()));
    Path config = Path.of(request.model(), "config.json");
    this.count = new FlopCount(ModelShape.of(Json.tree(config)), request.rank());
  }

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    System.setOut(System.err); // native libraries may talk
    out.println(Json.line(new StepRunner(Json.read(arguments[0], StepRequest.class)).measure()));
  }

  private StepResult measure() {
    Engine.enterThread();
    double started = ProcessReadings.residentMb();
    LanguageModel model = open();
    model.attachAdapter(new LoraSpec(request.rank(), 4, 0, TARGETS), 1);
    return request.method().equals(StepRequest.GENERATE)
        ? generate(model, started)
        : train(model, started);
  }

  private LanguageModel open() {
    Path directory = Path.of(request.model());
    ModelOptions options =
        new ModelOptions(Compute.valueOf(request.compute().toUpperCase(Locale.ROOT)));
    return Files.exists(directory.resolve("model.safetensors"))
        ? LanguageModel.load(directory, options)
        : LanguageModel.random(directory, 1, options);
  }

  private StepResult train(LanguageModel model, double started) {
    int steps = request.warmup() + request.steps();
    List<TokenBatch> rows = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      rows.add(workload.at(request.batch(step)).labelled());
    }
    try (MeasuredSteps training = new MeasuredSteps(model, method(), steps)) {
      double loaded = ProcessReadings.residentMb();
      double ready = ProcessReadings.cpuMs();
      for (int step = 0; step < steps; step++) {
        int number = step + 1;
        TokenBatch batch = rows.get(step);
        time(step, () -> losses.add(training.step(number, batch).loss()));
        countTraining(step);
      }
      return result(started, loaded, ready);
    }
  }

  private MethodSpec method() {
    return switch (request.method()) {
      case "sft" -> new Sft();
      case "vaccine" -> new Vaccine(RHO);
      case "accelerated-vaccine" -> new AcceleratedVaccine(RHO, request.tau());
      default -> throw new IllegalArgumentException("no method " + request.method());
    };
  }

  private void countTraining(int step) {
    if (step >= request.warmup()) {
      Workload.Batch batch = workload.at(request.batch(step));
      int labels = batch.labelled().labelled();
      flops =
          flops.plus(
              isPerturbed(step)
                  ? count.vaccine(batch.lengths(), labels)
                  : count.sft(batch.lengths(), labels));
      tokens += Arrays.stream(batch.lengths()).sum();
    }
  }

  private boolean isPerturbed(int step) {
    return request.method().equals("vaccine")
        || (request.method().equals("accelerated-vaccine") && step % request.tau() == 0);
  }

  private StepResult generate(LanguageModel model, double started) {
    double loaded = ProcessReadings.residentMb();
    double ready = ProcessReadings.cpuMs();
    for (int step = 0; step < request.warmup() + request.steps(); step++) {
      int[][] prompts = workload.at(request.batch(step)).prompts();
      time(step, () -> requireAll(model.generate(prompts, request.newTokens(), id -> false)));
      if (step >= request.warmup()) {
        int[] lengths = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).toArray();
        flops = flops.plus(count.generation(lengths, request.newTokens()));
        tokens += (long) prompts.length * request.newTokens();
      }
    }
    StepResult result = result(started, loaded, ready);
    model.close();
    return result;
  }

  private void requireAll(int[][] made) {
    for (int[] row : made) {
      if (row.length != request.newTokens()) {
        throw new IllegalStateException(
            "made " + row.length + " tokens instead of " + request.newTokens());
      }
    }
  }

  private void time(int step, Runnable work) {
    double cpuBefore = ProcessReadings.cpuMs();
    long threadBefore = THREADS.getCurrentThreadCpuTime();
    long before = System.nanoTime();
    work.run();
    long after = System.nanoTime();
    long threadAfter = THREADS.getCurrentThreadCpuTime();
    double cpuAfter = ProcessReadings.cpuMs();
    if (step >= request.warmup()) {
      wall.add((after - before) / 1e6);
      cpu.add(cpuAfter - cpuBefore);
      thread.add((threadAfter - threadBefore) / 1e6);
    }
  }

  private StepResult result(double started, double loaded, double ready) {
    return new StepResult(
        wall,
        cpu,
        thread,
        losses,
        tokens,
        flops,
        ProcessReadings.peakMb(),
        ProcessReadings.residentFileMb(),
        started,
        loaded,
        ready,
        Engine.version(),
        Engine.threads());
  }
}
