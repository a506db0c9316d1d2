package realign.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ExitCode;
import realign.spec.Problems;

/**
 * A model's weights as they lie in its directory: one safetensors file, or shards with an index.
 * Every tensor is a view of a mapped file, whose pages all processes share. Knows no architecture.
 *
 * @param byFile tensors by name, by the file that they are in
 */
record WeightFiles(Map<Path, Map<String, HostTensor>> byFile) {
  private static final String SINGLE = "model.safetensors";

  static boolean areIn(Path directory) {
    return Files.exists(directory.resolve(SINGLE))
        || Files.exists(directory.resolve(ShardIndex.NAME));
  }

  /**
   * @param ignored tensors that the index may but need not name
   * @throws realign.spec.ProblemException when there are no weights, a file is missing or damaged,
   *     or shards are not those of the index, which is told before what follows from it
   */
  static WeightFiles read(Path directory, Predicate<String> ignored) {
    Path single = directory.resolve(SINGLE);
    if (Files.exists(single)) {
      return new WeightFiles(Map.of(single, Safetensors.map(single)));
    }
    if (!Files.exists(directory.resolve(ShardIndex.NAME))) {
      throw ModelProblem.NO_FILE.of(
          single.toString(),
          "missing",
          "Save the model as safetensors: " + SINGLE + " or " + ShardIndex.NAME);
    }
    ShardIndex index = ShardIndex.read(directory);
    WeightFiles files = shards(directory, index);
    Problems problems = new Problems();
    files.compare(directory, index, ignored, problems);
    problems.throwIfAny(ExitCode.INVALID);
    return files;
  }

  private static WeightFiles shards(Path directory, ShardIndex index) {
    Map<Path, Map<String, HostTensor>> byFile = new TreeMap<>();
    for (String name : index.files()) {
      Path file = directory.resolve(name);
      byFile.put(file, Safetensors.map(file));
    }
    return new WeightFiles(byFile);
  }

  /** A shard of another model shows in tensors that are not where the index says. */
  private void compare(
      Path directory, ShardIndex index, Predicate<String> ignored, Problems problems) {
    index
        .fileOf()
        .forEach(
            (name, file) -> {
              Path shard = directory.resolve(file);
              if (!byFile.getOrDefault(shard, Map.of()).containsKey(name)) {
                problems.add(ModelProblem.OTHER_SHARD.problem(shard + " " + name, "missing"));
              }
            });
    byFile.forEach(
        (shard, tensors) ->
            tensors.keySet().stream()
                .filter(name -> !isListed(index, shard, name) && !ignored.test(name))
                .forEach(
                    name ->
                        problems.add(
                            ModelProblem.OTHER_SHARD.problem(
                                shard + " " + name, "not in the index"))));
    compareSize(directory.resolve(ShardIndex.NAME), index, problems);
  }

  private static boolean isListed(ShardIndex index, Path shard, String name) {
    return shard.getFileName().toString().equals(index.fileOf().get(name));
  }

  /**
   * A shard in another precision shows in the sum. Published indexes also count tables that are not
   * stored, a per mille at most, and heads that are tied: more than there is by up to the largest
   * tensor is let pass.
   */
  private void compareSize(Path index, ShardIndex told, Problems problems) {
    long bytes = sizes().sum();
    long slack = bytes / 1000 + sizes().max().orElse(0);
    long size = told.totalSize().orElse(bytes);
    if (size < bytes || size > bytes + slack) {
      problems.add(
          ModelProblem.OTHER_SHARD.problem(
              index + " metadata.total_size", size + ", but the shards hold " + bytes + " bytes"));
    }
  }

  private LongStream sizes() {
    return byFile.values().stream()
        .flatMap(tensors -> tensors.values().stream())
        .mapToLong(HostTensor::bytes);
  }

  /** All tensors by name. */
  Map<String, HostTensor> tensors() {
    Map<String, HostTensor> all = new TreeMap<>();
    byFile.values().forEach(all::putAll);
    return all;
  }
}
