package realign.model;

import java.nio.file.Path;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/** Writes models for other programs. Not for checkpoints. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class ModelExport {
  private ModelExport() {}

  /**
   * A PEFT adapter directory: {@code adapter_config.json} and {@code adapter_model.safetensors}.
   *
   * @param tensors by PEFT name, as {@link Parameters#snapshot()} of an adapter gives them
   * @param base name or path of the base model, written as {@code base_model_name_or_path}
   */
  public static void adapter(
      Path directory, LoraSpec lora, Map<String, HostTensor> tensors, String base) {
    throw new UnsupportedOperationException();
  }

  /**
   * A Hugging Face directory: the model's weights (an attached adapter is not part of them: merge
   * it first) in the storage type of its base, and the base's configuration and tokenizer files.
   */
  public static void merged(Path directory, LanguageModel model, Path base) {
    throw new UnsupportedOperationException();
  }
}
