package realign.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Problems;

/**
 * What a person asks {@code scripts/benchmark} for.
 *
 * @param kind what is measured
 * @param json where the result is written, if anywhere
 * @param repeats how often every configuration is measured
 * @param quick only the smaller models, a few steps each
 * @param only which configurations
 * @param workload folder of the batches
 * @param tiny folder of stories260K
 * @param reference the script of the usual Python stack; where it is absent there are no ratios
 */
record BenchmarkOptions(
    Kind kind,
    @Nullable Path json,
    int repeats,
    boolean quick,
    Filter only,
    Path workload,
    Path tiny,
    Path reference) {

  /** What is measured. */
  enum Kind {
    STEPS,
    KERNELS,
    GROWTH
  }

  private static final Set<String> VALUED =
      Set.of("--json", "--repeats", "--only", "--workload", "--tiny", "--reference");
  private static final Set<String> SWITCHES = Set.of("--quick", "--kernels", "--growth");
  private static final int MOST_REPEATS = 100;

  /**
   * Reads arguments; whatever is not given lies in the folder that {@code REALIGN_SHARED} names.
   *
   * @throws ProblemException naming everything that is wrong
   */
  static BenchmarkOptions parse(List<String> arguments, Map<String, String> environment) {
    Problems problems = new Problems();
    Map<String, String> given = gather(arguments, problems);
    Path shared = Path.of(environment.getOrDefault("REALIGN_SHARED", ""));
    boolean quick = given.containsKey("--quick");
    BenchmarkOptions options =
        new BenchmarkOptions(
            kind(given, problems),
            given.containsKey("--json") ? Path.of(given.get("--json")) : null,
            repeats(given.getOrDefault("--repeats", quick ? "1" : "2"), problems),
            quick,
            filter(given.getOrDefault("--only", ""), problems),
            path(given, "--workload", shared.resolve("reference/workload")),
            path(given, "--tiny", shared.resolve("reference/stories260K")),
            path(given, "--reference", shared.resolve("tools/reference_step.py")));
    if (options.kind == Kind.STEPS) {
      options.requireInputs(problems);
    }
    problems.throwIfAny(ExitCode.USAGE);
    return options;
  }

  private static Map<String, String> gather(List<String> arguments, Problems problems) {
    Map<String, String> given = new HashMap<>();
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      if (SWITCHES.contains(word)) {
        given.put(word, "");
      } else if (!VALUED.contains(word)) {
        Set<String> known = new TreeSet<>(VALUED);
        known.addAll(SWITCHES);
        problems.add(problem(word, null, "must be an option", NearestName.hint(word, known)));
      } else if (rest.isEmpty() || rest.getFirst().startsWith("--")) {
        problems.add(problem(word, null, "must be followed by a value", "Give the value"));
      } else {
        given.put(word, rest.removeFirst());
      }
    }
    return given;
  }

  private static Kind kind(Map<String, String> given, Problems problems) {
    boolean kernels = given.containsKey("--kernels");
    boolean growth = given.containsKey("--growth");
    if (kernels && growth) {
      problems.add(problem("--growth", null, "must not stand beside --kernels", "Ask for one"));
    }
    return kernels ? Kind.KERNELS : growth ? Kind.GROWTH : Kind.STEPS;
  }

  private static int repeats(String text, Problems problems) {
    if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MOST_REPEATS) {
      return Integer.parseInt(text);
    }
    String rule = "must be a whole number from 1 to " + MOST_REPEATS;
    problems.add(problem("--repeats", text, rule, "Use 2 or 3"));
    return 1;
  }

  private static Filter filter(String text, Problems problems) {
    Set<String> words = new TreeSet<>(Arrays.asList(text.split(",")));
    words.remove("");
    for (String word : words) {
      if (!Filter.known().contains(word)) {
        String hint = NearestName.hint(word, Filter.known());
        problems.add(problem("--only", word, "must be of known words", hint));
      }
    }
    return new Filter(words);
  }

  private static Path path(Map<String, String> given, String option, Path byDefault) {
    return given.containsKey(option) ? Path.of(given.get(option)) : byDefault;
  }

  private void requireInputs(Problems problems) {
    requireFile(problems, "--workload", workload.resolve("lengths.jsonl"));
    requireFile(problems, "--tiny", tiny.resolve("model.safetensors"));
  }

  private static void requireFile(Problems problems, String option, Path file) {
    problems.require(
        Files.isRegularFile(file),
        () ->
            problem(
                option,
                file.toString(),
                "must name a folder with this file",
                "Give "
                    + option
                    + " DIR, or set REALIGN_SHARED to the folder that holds reference/"));
  }

  static Problem problem(String what, @Nullable String value, String rule, String fix) {
    return new Problem("RLN-790", what, value, rule, fix);
  }
}
