package realign.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.data.InputCheck;
import realign.data.LoadedInput;
import realign.data.RowReader;
import realign.data.TextCodec;
import realign.model.Hardware;
import realign.probe.Judge;
import realign.probe.Judges;
import realign.probe.Refusals;
import realign.spec.ContentDigest;
import realign.spec.EvaluateSpec;
import realign.spec.ExitCode;
import realign.spec.JudgeSpec;
import realign.spec.ModelSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;

/**
 * {@code check SPEC}: reads all data of a spec, tokenises what its load stage would, keeps nothing,
 * and tells rows and tokens of every set, or all that is wrong.
 */
final class CheckCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunSpec spec;
  private final Hardware hardware;
  private final List<ProblemException> failures = new ArrayList<>();

  private CheckCommand(RunSpec spec, Hardware hardware) {
    this.spec = spec;
    this.hardware = hardware;
  }

  static Outcome run(List<String> arguments, Events events) {
    Arguments given = new Arguments(arguments, Set.of(), Set.of());
    if (given.words().size() != 1) {
      throw Arguments.usage("check", "must be followed by one spec", "Use check SPEC");
    }
    Path file = Path.of(given.words().get(0)).toAbsolutePath();
    RunSpec written = SpecReader.ofRunSpec().file(file).value();
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    ResolvedSpec resolved = ResolvedSpec.resolve(written, folder, new ContentDigest());
    events.document(new CheckCommand(resolved.spec(), Hardware.here()).check());
    Hardware.here().note(resolved.spec().model()).ifPresent(note -> events.note("warn", note));
    return new Outcome(ExitCode.DONE, null);
  }

  private ObjectNode check() {
    List<LoadedInput> loaded = data();
    judges();
    hardware();
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
      attempt(() -> checked(Judges.judge(name, judge, refusals)));
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
    ModelSpec model = spec.model();
    ModelSpec.InitSpec init = model.init();
    String path = init == null ? model.path() : init.path();
    Path folder = Path.of(Objects.requireNonNull(path, "a model has a place"));
    return TextCodec.open(folder, spec.text().template());
  }
}
