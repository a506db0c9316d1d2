package realign.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeLog;
import realign.log.Settings;
import realign.model.ModelOptions;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ModelSpec.Compute;
import realign.spec.Target.CheckpointPolicy;
import realign.spec.method.Vaccine;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;

/**
 * What saving costs; what {@code scripts/checkpoint-benchmark} runs. Each command is a process of
 * its own and prints a line of JSON:
 *
 * <pre>
 * saves MODEL WORKLOAD STORE EVERY STEPS   cost of a save to the training thread, saves skipped
 * stop STORE MIB                           SIGTERM to committed, with a state of that size
 * fill FOLDER ENTRIES                      a scope's log of so many entries in a folder
 * resume STORE                             start of the process to the next new step in such a log
 * </pre>
 */
final class SaveBenchmark {
  private static final String RUN = "benchmark";

  private SaveBenchmark() {}

  public static void main(String[] given) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // native libraries may talk
    switch (given[0]) {
      case "saves" -> out.println(saves(given));
      case "stop" -> out.println(stop(given));
      case "stopped" -> awaitStop(given, out);
      case "fill" -> fill(Path.of(given[1]), Integer.parseInt(given[2]));
      case "resume" -> out.println(resume(given[1]));
      default -> throw new IllegalArgumentException("no command " + given[0]);
    }
    System.exit(0);
  }

  private static ScopeLog claim(ObjectStore store, String scope) {
    Provenance provenance = new Provenance("0".repeat(64), "benchmark", Map.of(), "cpu", "any", 1);
    Settings settings =
        new Settings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            new CheckpointPolicy(1, Duration.ofMinutes(5), 3, 0),
            true,
            provenance);
    return ScopeLog.claim(store, RUN, scope, Holder.self(), settings);
  }

  /** Trains, hands a draft over after every so many steps, and times both on this thread. */
  private static ObjectNode saves(String[] given) {
    int every = Integer.parseInt(given[4]);
    int steps = Integer.parseInt(given[5]);
    List<Long> stepNanos = new ArrayList<>();
    List<Long> saveNanos = new ArrayList<>();
    int skipped = 0;
    WorkloadStage workload =
        WorkloadStage.of(
            Path.of(given[1]),
            Path.of(given[2]),
            new Vaccine(2),
            new ModelOptions(Compute.F32),
            0,
            steps + 1);
    try (ObjectStore store = ObjectStores.open(given[3]);
        ScopeLog log = claim(store, "align-" + System.nanoTime());
        TrainingStage stage = workload.open()) {
      stage.open(null);
      while (stage.position() < steps) {
        long begin = System.nanoTime();
        stage.process(java.util.Objects.requireNonNull(stage.read()));
        long worked = System.nanoTime();
        stepNanos.add(worked - begin);
        if (stage.position() % every == 0) {
          skipped += log.save(stage.draft()) ? 0 : 1;
          saveNanos.add(System.nanoTime() - worked);
        }
      }
      log.flush();
    }
    return told(stepNanos, saveNanos, skipped).put("every", every).put("store", given[3]);
  }

  private static ObjectNode told(List<Long> steps, List<Long> saves, int skipped) {
    double step = millis(steps, 0.5);
    return JsonNodeFactory.instance
        .objectNode()
        .put("steps", steps.size())
        .put("saves", saves.size())
        .put("skipped", skipped)
        .put("stepMs", step)
        .put("saveMs", millis(saves, 0.5))
        .put("saveP99Ms", millis(saves, 0.99))
        .put("savePercent", 100 * millis(saves, 0.5) / step)
        .put("saveP99Percent", 100 * millis(saves, 0.99) / step);
  }

  private static double millis(List<Long> nanos, double quantile) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))]
        / 1e6;
  }

  /** Starts a process that holds a state, asks it to end, and waits until it says so. */
  private static ObjectNode stop(String[] given) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(SaveBenchmark.class.getName(), "stopped", given[1], given[2]));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = child.inputReader()) {
      expect(lines, "ready");
      long begin = System.nanoTime();
      child.toHandle().destroy(); // SIGTERM; the other destroy would close the streams as well
      String told = expect(lines, "committed");
      double ms = (System.nanoTime() - begin) / 1e6;
      child.waitFor();
      return JsonNodeFactory.instance
          .objectNode()
          .put("bytes", Long.parseLong(told.substring("committed ".length())))
          .put("committedMs", ms)
          .put("store", given[1]);
    }
  }

  private static String expect(BufferedReader lines, String word) throws IOException {
    String line = lines.readLine();
    if (line == null || !line.startsWith(word)) {
      throw new IOException("the process said '" + line + "' for '" + word + "'");
    }
    return line;
  }

  private static void awaitStop(String[] given, PrintStream out) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(asked, ended)));
    Map<String, Payload> state = adapter(Integer.parseInt(given[2]));
    try (ObjectStore store = ObjectStores.open(given[1]);
        ScopeLog log = claim(store, "align-" + System.nanoTime())) {
      log.saveNow(draft(1, adapter(1)));
      out.println("ready");
      asked.await();
      log.saveNow(draft(2, state));
      long bytes = state.values().stream().mapToLong(Payload::size).sum();
      out.println("committed " + bytes);
      log.release();
    }
    ended.countDown();
  }

  private static void endAfter(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Draft draft(long position, Map<String, Payload> state) {
    Draft.Append line = new Draft.Append("steps", false, List.of("{\"step\":" + position + "}"));
    return new Draft("align", position, false, state, Map.of(), Set.of(), List.of(line));
  }

  /**
   * Weights and two moments of an adapter as a model of 32 layers has it: A and B by projection.
   */
  private static Map<String, Payload> adapter(int mebibytes) {
    Random random = new Random(1);
    Map<String, Payload> state = new TreeMap<>();
    int tensors = 32 * 7 * 2;
    int bytes = Math.max(4, (int) (((long) mebibytes << 20) / 3 / tensors) & ~3);
    for (String blob : List.of("weights", "moments1", "moments2")) {
      Map<String, HostTensor> file = new TreeMap<>();
      for (int i = 0; i < tensors; i++) {
        byte[] values = new byte[bytes];
        random.nextBytes(values);
        file.put("t" + i, new HostTensor("F32", new long[] {bytes / 4}, ByteBuffer.wrap(values)));
      }
      state.put(blob, Safetensors.write(file, Map.of()));
    }
    return state;
  }

  /** Written in memory first: ten thousand commits to a disk would take minutes. */
  private static void fill(Path folder, int entries) throws IOException {
    MemoryStore store = new MemoryStore();
    try (ScopeLog log = claim(store, "align-000")) {
      byte[] bytes = new byte[64 << 10];
      for (int position = 1; position < entries; position++) {
        bytes[0] = (byte) position;
        bytes[1] = (byte) (position >> 8);
        log.saveNow(draft(position, Map.of("weights", Payload.of(bytes.clone()))));
      }
    }
    String after = "";
    for (List<String> page = store.list("", after, 1000);
        !page.isEmpty();
        page = store.list("", after, 1000)) {
      for (String key : page) {
        Path file = folder.resolve(key);
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        Files.write(file, store.get(key).orElseThrow());
        after = key;
      }
    }
  }

  private static ObjectNode resume(String address) {
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    long begin = System.nanoTime();
    try (ObjectStore store = ObjectStores.open(address);
        ScopeLog log = claim(store, "align-000")) {
      long position = java.util.Objects.requireNonNull(log.restore()).position();
      byte[] bytes = new byte[64 << 10];
      Arrays.fill(bytes, (byte) position);
      log.saveNow(draft(position + 1, Map.of("weights", Payload.of(bytes))));
      return JsonNodeFactory.instance
          .objectNode()
          .put("position", position)
          .put("logMs", (System.nanoTime() - begin) / 1e6)
          .put("processMs", Duration.between(start, Instant.now()).toMillis());
    }
  }
}
