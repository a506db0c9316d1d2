package realign.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.demo.DemoFiles;
import realign.log.Restored;
import realign.log.ScopeView;
import realign.spec.ContentDigest;
import realign.spec.Digest;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.SpecReader;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.testing.TinyClassifier;

/**
 * The real chain on a model of 2 layers and width 16 with 3 steps a stage: load, base, one
 * alignment with Vaccine, one attack, report. The data are the demo's, so the forbidden topic is
 * monsters.
 */
final class TinyRun {
  static final String RUN = "tiny";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String run;
  private final Path inputs;
  private final Path work;
  private final ResolvedSpec resolved;

  /** Writes model and data below a folder. */
  TinyRun(Path folder) {
    this(folder.resolve("work"), folder.resolve("inputs"));
  }

  TinyRun(Path work, Path inputs) {
    this(RUN, work, written(inputs), SPEC);
  }

  private TinyRun(String run, Path work, Path inputs, String spec) {
    this.run = run;
    this.inputs = inputs;
    this.work = work;
    this.resolved =
        ResolvedSpec.resolve(
            SpecReader.ofRunSpec().text("tiny", spec).value(), inputs, new ContentDigest());
  }

  /** Another run on the same files. */
  TinyRun another(String other, Function<String, String> change) {
    return new TinyRun(other, work, inputs, change.apply(SPEC));
  }

  RunSpec spec() {
    return resolved.spec();
  }

  static final String SPEC =
      """
      apiVersion: realign/v1
      name: tiny
      model: {init: {path: init}}
      align:
        data: {path: data/align.jsonl, format: beavertails, keep: safe, limit: 6}
        methods: [{name: vaccine, rho: 1}]
        lora: {rank: 2, alpha: 4}
        optimiser: {lr: 1e-2, schedule: cosine}
        maxSteps: 3
        batchSize: 2
      attack:
        benign: {path: data/mood.jsonl, format: alpaca}
        harmful: {path: data/harmful.jsonl, format: beavertails, keep: unsafe}
        samples: 10
        lora: {rank: 2, alpha: 4}
        optimiser: {lr: 1e-2}
        maxSteps: 3
        batchSize: 2
      evaluate:
        harmful:
          path: data/eval-harmful.jsonl
          limit: 4
          judges: [{lexicon: data/monsters.txt}, {classifier: judge}]
        benign: {path: data/eval-mood.jsonl, format: alpaca, limit: 4}
        atSteps: [1]
        batchSize: 2
        maxNewTokens: 4
      gate: {minAccuracy: 100, minSamples: 4}
      """;

  /** Commits after every step, so that every step has every point of a commit. */
  private static final String TARGET =
      """
      checkpoint: {everySteps: 1, keepLast: 2}
      timeToLive: 400ms
      heartbeat: 100ms
      """;

  private static Path written(Path inputs) {
    try {
      DemoFiles.main(new String[] {inputs.toString()});
      Path config = inputs.resolve("init/config.json");
      ObjectNode shape = (ObjectNode) JSON.readTree(config.toFile());
      shape.put("hidden_size", 16).put("intermediate_size", 24).put("num_hidden_layers", 2);
      shape.put("num_attention_heads", 2).put("num_key_value_heads", 2);
      JSON.writeValue(config.toFile(), shape);
      new TinyClassifier(inputs.resolve("judge"), "one", "two");
      Files.writeString(inputs.resolve("target.yaml"), TARGET);
      Files.writeString(inputs.resolve("tiny.yaml"), SPEC);
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The spec as a person writes it. */
  Path specFile() {
    return inputs.resolve("tiny.yaml");
  }

  /** File with the target. */
  Path target() {
    return inputs.resolve("target.yaml");
  }

  Path work() {
    return work;
  }

  /** Puts the spec where the program looks for it. */
  void submit(ObjectStore store) {
    store.putIfAbsent(
        "runs/" + run + "/spec.json", Payload.of(resolved.json().getBytes(StandardCharsets.UTF_8)));
  }

  /** Runs all scopes, taking over what a halted attempt holds. */
  Outcome run(ObjectStore store, StopSignal stop, HaltPoints halts) {
    Claims.Options force = new Claims.Options(true, false, false, true);
    return run(store, force, stop, halts, null, new ByteArrayOutputStream());
  }

  Outcome run(
      ObjectStore store,
      Claims.Options claims,
      StopSignal stop,
      HaltPoints halts,
      @Nullable String stopAfter,
      ByteArrayOutputStream told) {
    RunRequest request =
        new RunRequest(store.address(), run, List.of(), stopAfter, target(), null, claims, work);
    Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
    return new RunCommand(request).run(store, events, stop, halts);
  }

  /** Everything of a finished run that must be the same however often it was halted. */
  List<String> results(ObjectStore store) {
    List<String> results = new ArrayList<>();
    for (Scope scope : Scope.of(resolved.spec())) {
      ScopeView.DoneSummary done = ScopeView.read(store, run, scope.name()).done();
      if (done == null) {
        results.add(scope.name() + " is not done");
        continue;
      }
      results.add(scope.name() + " " + done.key());
      Restored result = new StoredResults(store, run).of(scope.name());
      for (String name : new TreeSet<>(result.artefactNames())) {
        if (!scope.name().equals("report") || name.equals("findings.json")) {
          results.add(scope.name() + " " + name + " " + Digest.of(result.artefact(name)));
        }
      }
      for (String stream : List.of("steps", "answers", "texts", "measures")) {
        result
            .records(stream)
            .forEach(line -> results.add(scope.name() + " " + stream + " " + line));
      }
    }
    return results;
  }
}
