package realign.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import realign.model.LanguageModel;
import realign.model.ModelExport;
import realign.model.ModelOptions;

/** Writes a model with random weights: from a directory with a {@code config.json}, to another. */
final class ModelWriter {
  private ModelWriter() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[0]);
    Path to = Path.of(arguments[1]);
    for (String stale : List.of("config.json", "model.safetensors")) {
      Files.deleteIfExists(to.resolve(stale));
    }
    try (LanguageModel model = LanguageModel.random(from, 1, ModelOptions.defaults())) {
      ModelExport.merged(to, model, from);
    }
    System.out.println(true);
  }
}
