package realign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Hugging Face directories with random weights, written once into a folder and mapped from then on,
 * as a user's model is.
 */
final class RandomModels {
  private final Path folder;
  private final Progress progress;

  RandomModels(Path folder, Progress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * The directory of a model, which is written where it is missing or of another shape.
   *
   * @param config content of its {@code config.json}
   */
  Path directory(String name, String config) {
    Path directory = folder.resolve(name);
    if (!isThere(directory, config)) {
      progress.say("writing the random model " + directory);
      Path plan = plan(name, config);
      ChildProcess.java(
          ModelWriter.class, List.of(plan.toString(), directory.toString()), 1, Boolean.class);
    }
    return directory;
  }

  private static boolean isThere(Path directory, String config) {
    Path there = directory.resolve("config.json");
    return Files.isRegularFile(directory.resolve("model.safetensors"))
        && Files.isRegularFile(there)
        && Json.tree(there).equals(Json.tree(config));
  }

  /** A directory with nothing but the configuration. */
  private Path plan(String name, String config) {
    Path plan = folder.resolve(name + "-config");
    try {
      Files.createDirectories(plan);
      Files.writeString(plan.resolve("config.json"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(plan.toString(), e);
    }
    return plan;
  }
}
