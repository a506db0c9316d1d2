package realign.model;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import realign.safetensors.HostTensor;
import realign.spec.Problems;

/**
 * The tensors that a model's files must hold, and what they may hold besides. Knows names and
 * shapes, no family.
 *
 * <p>Files may leave out the first word of the names ({@code transformer.} of GPT-2, {@code model.}
 * of the others) where none of their names has it: so a model without its head was saved, and so
 * transformers reads them.
 *
 * @param shapes every tensor by its whole name
 * @param tied tensors that may be stored beside the one that they must equal, by name
 */
record ExpectedTensors(Map<String, Shape> shapes, Map<String, String> tied) {
  private static final Set<String> STORAGE = Set.of("F32", "F16", "BF16");

  /** Tables, masks and version marks that old files carry and that are computed here. */
  private static final Pattern DERIVED =
      Pattern.compile(
          "(.*\\.)?rotary_emb\\.inv_freq"
              + "|(transformer\\.)?h\\.\\d+\\.attn\\.(bias|masked_bias)"
              + "|(model\\.)?decoder\\.version");

  ExpectedTensors {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    tied = Map.copyOf(tied);
  }

  /**
   * Exactly these.
   *
   * @param shapes by name as transformers saves the whole model
   */
  static ExpectedTensors of(Map<String, Shape> shapes) {
    return new ExpectedTensors(shapes, Map.of());
  }

  /** Allows a copy of a tensor under another name; of no account where that one is expected. */
  ExpectedTensors tied(String copy, String original) {
    Map<String, String> more = new TreeMap<>(tied);
    more.put(copy, original);
    return new ExpectedTensors(shapes, more);
  }

  /** Whether a tensor of a file is something that is computed here. */
  boolean isDerived(String name) {
    return DERIVED.matcher(name).matches() && !shapes.containsKey(name);
  }

  /**
   * The expected tensors by their whole names.
   *
   * @param where the files as messages name them
   * @param found what the files hold, by its names there
   * @param problems gets every tensor that is missing, left over, of another shape or storage type
   */
  Map<String, HostTensor> pick(String where, Map<String, HostTensor> found, Problems problems) {
    Map<String, HostTensor> named = new TreeMap<>();
    Function<String, String> wholeName = wholeNames(found.keySet());
    found.forEach((name, tensor) -> named.put(wholeName.apply(name), tensor));
    named.keySet().removeIf(this::isDerived);
    tied.forEach((copy, original) -> dropCopy(named, copy, original));
    shapes.forEach((name, shape) -> check(where + " " + name, shape, named.get(name), problems));
    named.keySet().stream()
        .filter(name -> !shapes.containsKey(name))
        .forEach(
            name -> problems.add(ModelProblem.TENSORS.problem(where + " " + name, "left over")));
    return named;
  }

  private Function<String, String> wholeNames(Set<String> found) {
    String prefix = prefix();
    if (found.stream().anyMatch(name -> name.startsWith(prefix))) {
      return name -> name;
    }
    return name -> shapes.containsKey(prefix + name) ? prefix + name : name;
  }

  /** The first word of most names, with its dot. */
  private String prefix() {
    Map<String, Long> counts =
        shapes.keySet().stream()
            .map(name -> name.substring(0, name.indexOf('.') + 1))
            .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** One that differs stays, and is left over: it is not clear which of the two is meant. */
  private void dropCopy(Map<String, HostTensor> named, String copy, String original) {
    HostTensor first = named.get(original);
    HostTensor second = named.get(copy);
    if (!shapes.containsKey(copy) && first != null && second != null && first.sameBits(second)) {
      named.remove(copy);
    }
  }

  private static void check(
      String where, Shape shape, @Nullable HostTensor tensor, Problems problems) {
    if (tensor == null) {
      problems.add(ModelProblem.TENSORS.problem(where, "missing"));
    } else if (!Arrays.equals(tensor.shape(), shape.getShape())) {
      String is = Arrays.toString(tensor.shape()) + ", not " + Arrays.toString(shape.getShape());
      problems.add(ModelProblem.TENSORS.problem(where, is));
    } else if (!STORAGE.contains(tensor.dtype())) {
      problems.add(
          ModelProblem.UNSUPPORTED.problem(
              where, tensor.dtype(), "Convert the weights to F32, F16 or BF16"));
    }
  }
}
