package realign.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/**
 * The usual Python stack, which does the same steps on the same batches.
 *
 * @param python the interpreter
 * @param script its training step
 * @param versions of its libraries
 */
record ReferenceStack(String python, Path script, Map<String, String> versions) {
  static final String PYTHON = "REALIGN_PYTHON";

  /** What the ratios are meant against. */
  private static final Map<String, String> EXPECTED =
      Map.of("torch", "2.7.1", "transformers", "4.57.1");

  private static final String ASK =
      "import json, torch, transformers, peft; print(json.dumps({'torch': torch.__version__,"
          + " 'transformers': transformers.__version__, 'peft': peft.__version__}))";

  ReferenceStack {
    versions = Map.copyOf(versions);
  }

  /**
   * The stack of the interpreter that {@code REALIGN_PYTHON} names, or else of {@code python3};
   * null where there is none, which is said.
   *
   * @throws ProblemException when the interpreter that is named cannot do it
   */
  static @Nullable ReferenceStack find(
      Path script, Map<String, String> environment, Progress progress) {
    String named = environment.get(PYTHON);
    if (!Files.isRegularFile(script)) {
      progress.say("no ratios: there is no reference script " + script + "; give --reference FILE");
      return null;
    }
    String python = named == null ? "python3" : named;
    ChildProcess.Ended asked = ChildProcess.run(List.of(python, "-c", ASK), Map.of());
    String wrong = asked.code() == 0 ? difference(versions(asked)) : "cannot import them";
    if (wrong.isEmpty()) {
      return new ReferenceStack(python, script, versions(asked));
    }
    String rule = "must have torch 2.7.1, transformers 4.57.1 and peft (" + wrong + ")";
    if (named == null) {
      progress.say("no ratios: " + python + " " + rule + "; name another in " + PYTHON);
      return null;
    }
    throw new ProblemException(
        ExitCode.USAGE,
        BenchmarkOptions.problem(PYTHON, named, rule, "Install them there, or unset " + PYTHON));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> versions(ChildProcess.Ended asked) {
    return Json.read(asked.lastLine(), Map.class);
  }

  /** What differs from what is expected; empty if nothing does. */
  private static String difference(Map<String, String> versions) {
    List<String> wrong = new ArrayList<>();
    EXPECTED.forEach(
        (name, version) -> {
          String found = String.valueOf(versions.get(name));
          if (!found.replaceFirst("\\+.*", "").equals(version)) {
            wrong.add(name + " " + found);
          }
        });
    return String.join(", ", wrong);
  }

  /** Measures in a process of its own. */
  ReferenceResult measure(Configuration configuration, BenchmarkOptions options) {
    ChildProcess.Ended ended =
        ChildProcess.run(
            command(configuration, options),
            Map.of("OMP_WAIT_POLICY", "PASSIVE", "TOKENIZERS_PARALLELISM", "false"));
    if (ended.code() != 0) {
      throw new IllegalStateException(
          "the reference ended with " + ended.code() + ":\n" + ended.errors());
    }
    return ReferenceResult.of(Json.read(ended.lastLine(), JsonNode.class));
  }

  List<String> command(Configuration configuration, BenchmarkOptions options) {
    return List.of(
        python,
        script.toString(),
        "--workload",
        options.workload().toString(),
        "--tiny-dir",
        options.tiny().toString(),
        "--model",
        configuration.model().label(),
        "--method",
        configuration.method(),
        "--compute",
        configuration.compute(),
        "--threads",
        String.valueOf(configuration.threads()),
        "--attn",
        "sdpa",
        "--first",
        "0",
        "--steps",
        String.valueOf(configuration.steps()),
        "--warmup",
        String.valueOf(configuration.model().warmup()));
  }
}
