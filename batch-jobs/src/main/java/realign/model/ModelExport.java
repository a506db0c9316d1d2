package realign.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.safetensors.TensorType;
import realign.spec.LoraSpec;

/**
 * Writes models for other programs. Not for checkpoints. A directory appears under its name only
 * when it is complete.
 */
public final class ModelExport {
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  /** Files of the base that belong to a merged model too. */
  private static final List<String> COMPANIONS =
      List.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "tokenizer.model",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja");

  private ModelExport() {}

  /**
   * A PEFT adapter directory: {@code adapter_config.json} and {@code adapter_model.safetensors}.
   *
   * @param directory new, or empty
   * @param tensors by PEFT name, as {@link Parameters#snapshot()} of an adapter gives them
   * @param base folder of the base model, written as {@code base_model_name_or_path}
   */
  public static void adapter(
      Path directory, LoraSpec lora, Map<String, HostTensor> tensors, Path base) {
    PeftConfig named = new PeftConfig(base.toString(), lora.among(modules(tensors)));
    boolean transposed = storesTransposed(base);
    write(
        directory,
        partial -> {
          byte[] config = JsonFile.bytes(named.json(transposed));
          Files.write(partial.resolve(PeftConfig.NAME), config);
          copy(Safetensors.write(tensors, METADATA).open(), partial.resolve(PeftAdapter.WEIGHTS));
        });
  }

  /** A base that is no folder here is described by its user; PEFT corrects the flag itself. */
  private static boolean storesTransposed(Path base) {
    return Files.exists(base.resolve("config.json"))
        && ModelDirectory.architecture(base).storesTransposed();
  }

  /** The last words of the modules that tensors belong to. */
  private static List<String> modules(Map<String, HostTensor> tensors) {
    return tensors.keySet().stream().map(LoraAdapter::shortModule).distinct().sorted().toList();
  }

  /**
   * A Hugging Face directory: the model's weights in the storage types of its base (F32 where the
   * base has no weights), and the base's configuration and tokenizer files.
   *
   * @param directory new, or empty
   * @throws IllegalStateException while the model has an adapter that is not merged
   */
  public static void merged(Path directory, LanguageModel model, Path base) {
    if (model.hasAdapter()) {
      throw new IllegalStateException("merge the adapter first: it would not be part of the files");
    }
    Map<String, TensorType> types = types(model, base);
    write(
        directory,
        partial -> {
          for (String name : COMPANIONS) {
            if (Files.exists(base.resolve(name))) {
              copy(Files.newInputStream(base.resolve(name)), partial.resolve(name));
            }
          }
          Safetensors.write(
              partial.resolve("model.safetensors"),
              types,
              METADATA,
              name -> model.stored(name, Objects.requireNonNull(types.get(name)).dtype()));
        });
  }

  private static Map<String, TensorType> types(LanguageModel model, Path base) {
    Map<String, String> storage = storageTypes(model, base);
    Map<String, TensorType> types = new LinkedHashMap<>();
    model
        .expectedTensors()
        .shapes()
        .forEach(
            (name, shape) ->
                types.put(
                    name, TensorType.of(storage.getOrDefault(name, "F32"), shape.getShape())));
    return types;
  }

  private static Map<String, String> storageTypes(LanguageModel model, Path base) {
    Map<String, String> types = new LinkedHashMap<>();
    if (ModelDirectory.hasWeights(base)) {
      ModelDirectory.tensors(base, model.expectedTensors())
          .forEach((name, tensor) -> types.put(name, tensor.dtype()));
    }
    return types;
  }

  /** Fills a directory. */
  private interface Filling {
    void fill(Path directory) throws IOException;
  }

  private static void write(Path directory, Filling filling) {
    Path target = directory.toAbsolutePath().normalize();
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    try {
      requireEmpty(target);
      clear(partial);
      Files.createDirectories(partial);
      filling.fill(partial);
      Files.deleteIfExists(target);
      Files.move(partial, target);
    } catch (IOException e) {
      String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
      throw ModelProblem.NOT_WRITTEN.of(directory.toString(), reason);
    }
  }

  /** What an earlier export left when it was cut off; it has files only. */
  private static void clear(Path partial) throws IOException {
    if (Files.isDirectory(partial)) {
      try (var entries = Files.list(partial)) {
        for (Path entry : entries.toList()) {
          Files.delete(entry);
        }
      }
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    boolean empty = Files.isDirectory(directory);
    if (empty) {
      try (var entries = Files.list(directory)) {
        empty = entries.findAny().isEmpty();
      }
    }
    if (!empty) {
      throw ModelProblem.NOT_WRITTEN.of(
          directory.toString(), "not empty", "Choose a directory that does not exist yet");
    }
  }

  /** The bytes alone: a base that may not be changed is no reason to protect its copy. */
  private static void copy(InputStream source, Path file) throws IOException {
    try (source) {
      Files.copy(source, file);
    }
  }
}
