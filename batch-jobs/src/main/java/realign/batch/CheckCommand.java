package realign.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.data.ExampleSet;
import realign.data.InputCheck;
import realign.data.LoadedInput;
import realign.data.RowReader;
import realign.data.TextCodec;
import realign.log.TrainedWeights;
import realign.model.Hardware;
import realign.model.LanguageModel;
import realign.probe.Judge;
import realign.probe.Judges;
import realign.probe.Refusals;
import realign.spec.AlignSpec;
import realign.spec.ContentDigest;
import realign.spec.EvaluateSpec;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.JudgeSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;
import realign.spec.Target;

/**
 * {@code check SPEC [--forecast] [--target FILE]}: reads all data of a spec, tokenises what its
 * load stage would, keeps nothing, and tells rows and tokens of every set, or all that is wrong.
 * With a forecast it also trains a few steps of each kind, and tells what they cost.
 */
final class CheckCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunSpec spec;
  private final Hardware hardware;
  private final List<ProblemException> failures = new ArrayList<>();
  private final Map<String, ExampleSet> examples = new HashMap<>();

  private CheckCommand(RunSpec spec, Hardware hardware) {
    this.spec = spec;
    this.hardware = hardware;
  }

  static Outcome run(List<String> arguments, Events events) {
    Arguments given = new Arguments(arguments, Set.of("--target"), Set.of("--forecast"));
    if (given.words().size() != 1) {
      throw Arguments.usage("check", "must be followed by one spec", "Use check SPEC");
    }
    Path file = Path.of(given.words().get(0)).toAbsolutePath();
    RunSpec written = SpecReader.ofRunSpec().file(file).value();
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    Target target = RunCommand.target(path(given.get("--target")));
    InputFetcher inputs = RunCommand.inputs(RunCommand.workFolder(), target, events);
    ResolvedSpec resolved =
        ResolvedSpec.resolve(written, folder, new ContentDigest(), inputs).local(inputs);
    CheckCommand command = new CheckCommand(resolved.spec(), Hardware.here());
    ObjectNode document = command.check();
    if (given.has("--forecast")) {
      Machine.provenance(resolved, target);
      BaseModel base = new BaseModel(resolved.spec().model(), target);
      new Forecasts(resolved.spec(), command.examples, base, events)
          .add(document.putObject("forecasts"));
    }
    events.document(document);
    Hardware.here().note(resolved.spec().model()).ifPresent(note -> events.note("warn", note));
    return new Outcome(ExitCode.DONE);
  }

  private static @Nullable Path path(@Nullable String file) {
    return file == null ? null : Path.of(file);
  }

  private ObjectNode check() {
    List<LoadedInput> loaded = data();
    judges();
    hardware();
    weights();
    throwIfAny();
    ObjectNode document = JSON.createObjectNode().put("event", "check").put("schemaVersion", 1);
    ObjectNode sets = document.putObject("sets");
    loaded.forEach(input -> sets.set(input.artefact(), JSON.valueToTree(input)));
    return document;
  }

  /** Nothing can be tokenised without the tokenizer and the template. */
  private List<LoadedInput> data() {
    try (TextCodec codec = attempt(() -> codec(spec))) {
      if (codec == null) {
        return List.of();
      }
      InputCheck check = InputCheck.of(spec, codec, new RowReader());
      failures.addAll(check.failures());
      examples.putAll(check.sets());
      return check.loaded();
    }
  }

  private void hardware() {
    attempt(
        () -> {
          hardware.require(spec.model());
          return hardware;
        });
  }

  /** Of adapters none is so large. */
  private void weights() {
    if (spec.align().trained() == AlignSpec.Trained.ALL) {
      attempt(
          () -> {
            long bytes = LanguageModel.weightBytes(BaseModel.folder(spec.model()));
            new TrainedWeights("align", bytes).requireStorable();
            return bytes;
          });
    }
  }

  private void judges() {
    EvaluateSpec evaluate = spec.evaluate();
    if (evaluate == null) {
      return;
    }
    Refusals refusals = new Refusals(evaluate.refusals());
    List<String> names = evaluate.harmful().judgeNames();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      JudgeSpec judge = evaluate.harmful().judges().get(i);
      attempt(() -> checked(Judges.judge(name, judge, spec.model().device(), refusals)));
    }
  }

  private static Judge checked(Judge judge) {
    judge.check();
    return judge;
  }

  /** Two sets may be of one file, which is told once. */
  private void throwIfAny() {
    if (!failures.isEmpty()) {
      List<Problem> problems =
          failures.stream().flatMap(failure -> failure.problems().stream()).distinct().toList();
      throw new ProblemException(failures.get(0).exitCode(), problems);
    }
  }

  private <T> @Nullable T attempt(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ProblemException bad) {
      failures.add(bad);
      return null;
    }
  }

  private static TextCodec codec(RunSpec spec) {
    return TextCodec.open(BaseModel.folder(spec.model()), spec.text().template());
  }
}
