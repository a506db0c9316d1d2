package realign.model;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ExitCode;
import realign.spec.Problems;

/**
 * A model as Hugging Face's libraries save it: configuration, and weights in one safetensors file
 * or in shards with an index. Every tensor is a view of a mapped file.
 */
final class ModelDirectory {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final Set<String> STORAGE = Set.of("F32", "F16", "BF16");

  /** A table that old files carry and that is computed here. */
  private static final Pattern DERIVED = Pattern.compile(".*\\.rotary_emb\\.inv_freq");

  private ModelDirectory() {}

  /** What {@code config.json} and {@code generation_config.json} say. */
  static Architecture architecture(Path directory) {
    Path file = directory.resolve("config.json");
    return DecoderFamilies.read(
        file,
        JsonFile.read(file),
        JsonFile.readIfPresent(directory.resolve("generation_config.json")),
        DecoderFamily::causalClass);
  }

  static boolean hasWeights(Path directory) {
    return Files.exists(directory.resolve(SINGLE)) || Files.exists(directory.resolve(INDEX));
  }

  /**
   * The tensors, exactly those of the configuration.
   *
   * @throws realign.spec.ProblemException naming every tensor that is missing, left over, of
   *     another shape or of another storage type
   */
  static Map<String, HostTensor> tensors(Path directory, Architecture architecture) {
    DecoderConfig config = architecture.config();
    DecoderLayout layout = architecture.layout();
    Map<String, HostTensor> found = read(directory);
    found.keySet().removeIf(name -> DERIVED.matcher(name).matches());
    dropTiedCopy(found, layout, config);
    requireExactly(directory, layout.shapes(config), found);
    return found;
  }

  private static Map<String, HostTensor> read(Path directory) {
    Path single = directory.resolve(SINGLE);
    if (Files.exists(single)) {
      return new TreeMap<>(Safetensors.map(single));
    }
    if (!Files.exists(directory.resolve(INDEX))) {
      throw ModelProblem.NO_FILE.of(
          single.toString(),
          "missing",
          "Save the model as safetensors: " + SINGLE + " or " + INDEX);
    }
    return shards(directory);
  }

  private static Map<String, HostTensor> shards(Path directory) {
    Map<String, String> fileOf = index(directory);
    Map<String, Map<String, HostTensor>> files = new LinkedHashMap<>();
    for (String file : new TreeSet<>(fileOf.values())) {
      files.put(file, Safetensors.map(directory.resolve(file)));
    }
    Map<String, HostTensor> tensors = new TreeMap<>();
    fileOf.forEach(
        (name, file) -> {
          HostTensor tensor = files.getOrDefault(file, Map.of()).get(name);
          if (tensor == null) {
            throw ModelProblem.TENSORS.of(directory.resolve(file).toString(), "no " + name);
          }
          tensors.put(name, tensor);
        });
    return tensors;
  }

  /** The file of each tensor; a name that could lead out of the directory is refused. */
  private static Map<String, String> index(Path directory) {
    Path index = directory.resolve(INDEX);
    JsonNode map = JsonFile.read(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw ModelProblem.SHARDS.of(index.toString(), "no weight_map");
    }
    Map<String, String> fileOf = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String file = entry.getValue().asText();
      if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors")) {
        throw ModelProblem.SHARDS.of(index + " " + entry.getKey(), file);
      }
      if (!Files.isRegularFile(directory.resolve(file))) {
        throw ModelProblem.SHARDS.of(index + " " + entry.getKey(), file + " (missing)");
      }
      fileOf.put(entry.getKey(), file);
    }
    return fileOf;
  }

  /** Some files store a tied head all the same; it must then be the embedding. */
  private static void dropTiedCopy(
      Map<String, HostTensor> found, DecoderLayout layout, DecoderConfig config) {
    HostTensor head = found.get("lm_head.weight");
    HostTensor embedding = found.get(layout.module(Role.EMBEDDING).name() + ".weight");
    if (config.head().tied()
        && head != null
        && embedding != null
        && head.data().mismatch(embedding.data()) == -1) {
      found.remove("lm_head.weight");
    }
  }

  private static void requireExactly(
      Path directory, Map<String, Shape> shapes, Map<String, HostTensor> found) {
    Problems problems = new Problems();
    shapes.forEach((name, shape) -> requireOne(directory, name, shape, found, problems));
    for (String name : found.keySet()) {
      if (!shapes.containsKey(name)) {
        problems.add(ModelProblem.TENSORS.problem(directory + " " + name, "left over"));
      }
    }
    problems.throwIfAny(ExitCode.INVALID);
  }

  private static void requireOne(
      Path directory, String name, Shape shape, Map<String, HostTensor> found, Problems problems) {
    HostTensor tensor = found.get(name);
    String where = directory + " " + name;
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
