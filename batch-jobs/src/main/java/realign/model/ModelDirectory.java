package realign.model;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import realign.safetensors.HostTensor;

/** A model as Hugging Face's libraries save it. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
final class ModelDirectory {
  private ModelDirectory() {}

  static DecoderConfig config(Path directory) {
    throw new UnsupportedOperationException();
  }

  static Map<String, HostTensor> tensors(Path directory, Map<String, Shape> shapes) {
    throw new UnsupportedOperationException();
  }
}
