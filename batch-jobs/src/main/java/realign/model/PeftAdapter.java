package realign.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ExitCode;
import realign.spec.LoraSpec;
import realign.spec.Problem;
import realign.spec.Problems;

/**
 * An adapter as PEFT saves it. What it adapts is what its file holds: the configuration may name
 * more modules than the base has, as PEFT allows.
 *
 * @param source directory and base, as messages name the adapter
 * @param spec rank, scale, and the targets that the file holds
 * @param tensors A {@code [rank, in]} and B {@code [out, rank]} by PEFT name; F32, F16 or BF16
 */
record PeftAdapter(String source, LoraSpec spec, Map<String, HostTensor> tensors) {
  static final String WEIGHTS = "adapter_model.safetensors";

  private static final Set<String> STORAGE = Set.of("F32", "F16", "BF16");
  private static final Pattern NAME =
      Pattern.compile("base_model\\.model\\.(?<module>.+)\\.lora_(?<part>[AB])\\.weight");

  PeftAdapter {
    tensors = new TreeMap<>(tensors);
  }

  static PeftAdapter read(Path directory) {
    return read(directory, false);
  }

  /**
   * @param storedTransposed whether the base stores its projections as {@code [in, out]}
   * @throws realign.spec.ProblemException naming all that is not a plain LoRA adapter of one rank
   */
  static PeftAdapter read(Path directory, boolean storedTransposed) {
    PeftConfig config = PeftConfig.read(directory, storedTransposed);
    String source = directory + " (base '" + config.base() + "')";
    Map<String, HostTensor> tensors = map(directory.resolve(WEIGHTS));
    Problems problems = new Problems();
    tensors.forEach((name, tensor) -> check(source, config.spec(), name, tensor, problems));
    FiniteWeights.check(source, tensors, problems);
    List<String> targets = usedTargets(config.spec(), tensors.keySet());
    if (targets.isEmpty()) {
      String named = "no tensors for its target_modules " + config.spec().targets();
      problems.add(ModelProblem.ADAPTER.problem(source, named));
    }
    problems.throwIfAny(ExitCode.INVALID);
    return new PeftAdapter(source, withTargets(config.spec(), targets), tensors);
  }

  private static Map<String, HostTensor> map(Path file) {
    if (Files.notExists(file)) {
      throw ModelProblem.NO_FILE.of(
          file.toString(), "missing", "Save the adapter with safe_serialization=True");
    }
    return Safetensors.map(file);
  }

  private static void check(
      String source, LoraSpec spec, String name, HostTensor tensor, Problems problems) {
    Matcher matcher = NAME.matcher(name);
    String where = source + " " + name;
    if (!matcher.matches()) {
      problems.add(ModelProblem.ADAPTER.problem(where, "neither A nor B of a module"));
    } else if (!isNamed(matcher.group("module"), spec.targets())) {
      problems.add(ModelProblem.ADAPTER.problem(where, "not among target_modules"));
    } else if (!hasRank(tensor, matcher.group("part").equals("A") ? 0 : 1, spec.rank())) {
      problems.add(
          ModelProblem.ADAPTER.problem(
              where, Arrays.toString(tensor.shape()) + ", but r is " + spec.rank()));
    } else if (!STORAGE.contains(tensor.dtype())) {
      problems.add(
          ModelProblem.UNSUPPORTED.problem(
              where, tensor.dtype(), "Convert the adapter to F32, F16 or BF16"));
    }
  }

  private static boolean hasRank(HostTensor tensor, int dimension, int rank) {
    return tensor.shape().length == 2 && tensor.shape()[dimension] == rank;
  }

  /** As PEFT reads it: the whole module name, or its last words. */
  private static boolean isNamed(String module, List<String> targets) {
    return targets.stream().anyMatch(t -> module.equals(t) || module.endsWith("." + t));
  }

  /** Last words of the modules that the file adapts. */
  private static List<String> usedTargets(LoraSpec spec, Set<String> names) {
    Set<String> used = new TreeSet<>();
    for (String name : names) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && isNamed(matcher.group("module"), spec.targets())) {
        String module = matcher.group("module");
        used.add(module.substring(module.lastIndexOf('.') + 1));
      }
    }
    return List.copyOf(used);
  }

  private static LoraSpec withTargets(LoraSpec spec, List<String> targets) {
    return new LoraSpec(spec.rank(), spec.alpha(), spec.dropout(), targets);
  }

  /**
   * The values for an adapter of the same spec on a model, as F32.
   *
   * @param shapes its tensors by name
   * @param widening makes an F32 tensor of another
   * @throws realign.spec.ProblemException naming every tensor that is missing, left over or of
   *     another shape
   */
  Map<String, HostTensor> values(Map<String, long[]> shapes, UnaryOperator<HostTensor> widening) {
    Problems problems = new Problems();
    shapes.forEach((name, shape) -> requireShape(name, shape, tensors.get(name), problems));
    tensors.keySet().stream()
        .filter(name -> !shapes.containsKey(name))
        .forEach(name -> problems.add(problem(name, "a module that the model does not have")));
    problems.throwIfAny(ExitCode.INVALID);
    Map<String, HostTensor> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, widening.apply(tensor)));
    return values;
  }

  private void requireShape(
      String name, long[] shape, @Nullable HostTensor tensor, Problems problems) {
    if (tensor == null) {
      problems.add(problem(name, "missing"));
    } else if (!Arrays.equals(tensor.shape(), shape)) {
      problems.add(
          problem(name, Arrays.toString(tensor.shape()) + ", not " + Arrays.toString(shape)));
    }
  }

  private Problem problem(String name, String found) {
    return ModelProblem.ADAPTER.problem(source + " " + name, found);
  }
}
