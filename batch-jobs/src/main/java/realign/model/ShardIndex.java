package realign.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import realign.spec.ExitCode;
import realign.spec.Problems;

/**
 * {@code model.safetensors.index.json}: which shard holds a tensor. A name of a shard is a plain
 * file name, so it cannot lead out of the directory; the file itself may be a symbolic link to
 * anywhere, because the hub's cache is made of such links and whoever can place a link can place a
 * file.
 *
 * @param fileOf name of the file of each tensor
 * @param totalSize bytes of all tensors, where it is told
 */
record ShardIndex(Map<String, String> fileOf, OptionalLong totalSize) {
  static final String NAME = "model.safetensors.index.json";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.safetensors");

  ShardIndex {
    fileOf = Collections.unmodifiableMap(new LinkedHashMap<>(fileOf));
  }

  /**
   * @throws realign.spec.ProblemException naming every file that is missing or lies elsewhere
   */
  static ShardIndex read(Path directory) {
    Path file = directory.resolve(NAME);
    ObjectNode index = JsonFile.read(file);
    JsonNode map = index.path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw ModelProblem.SHARDS.of(file.toString(), "no weight_map");
    }
    Map<String, String> fileOf = new LinkedHashMap<>();
    map.properties().forEach(entry -> fileOf.put(entry.getKey(), entry.getValue().asText()));
    requireFiles(directory, file, fileOf);
    return new ShardIndex(fileOf, size(index.path("metadata").path("total_size")));
  }

  private static OptionalLong size(JsonNode node) {
    return node.isNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }

  private static void requireFiles(Path directory, Path index, Map<String, String> fileOf) {
    Problems problems = new Problems();
    Map<String, String> firstTensor = new TreeMap<>();
    fileOf.forEach((tensor, file) -> firstTensor.putIfAbsent(file, tensor));
    firstTensor.forEach(
        (file, tensor) -> {
          if (!PLAIN.matcher(file).matches()) {
            problems.add(ModelProblem.SHARDS.problem(index + " " + tensor, file));
          } else if (!Files.isRegularFile(directory.resolve(file))) {
            problems.add(ModelProblem.SHARDS.problem(index + " " + tensor, file + " (missing)"));
          }
        });
    problems.throwIfAny(ExitCode.INVALID);
  }

  /** Names of all shards. */
  SortedSet<String> files() {
    return new TreeSet<>(fileOf.values());
  }
}
