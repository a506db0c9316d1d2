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

  /** The directory of a model, which is written where it is missing or of another shape. */
  Path directory(Preset preset) {
    Path directory = folder.resolve(preset.label());
    if (!isThere(directory, preset)) {
      progress.say("writing the random model " + directory);
      Path plan = configuration(preset);
      ChildProcess.java(
          ModelWriter.class, List.of(plan.toString(), directory.toString()), 1, Boolean.class);
    }
    return directory;
  }

  private static boolean isThere(Path directory, Preset preset) {
    Path config = directory.resolve("config.json");
    return Files.isRegularFile(directory.resolve("model.safetensors"))
        && Files.isRegularFile(config)
        && Json.tree(config).equals(Json.tree(preset.config()));
  }

  private Path configuration(Preset preset) {
    Path plan = folder.resolve(preset.label() + "-config");
    try {
      Files.createDirectories(plan);
      Files.writeString(plan.resolve("config.json"), preset.config());
    } catch (IOException e) {
      throw new UncheckedIOException(plan.toString(), e);
    }
    return plan;
  }
}
