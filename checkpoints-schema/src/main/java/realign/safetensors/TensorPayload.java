package realign.safetensors;

import java.util.Map;
import realign.store.Payload;

/** A safetensors file to be stored, which can tell what is inside. */
public interface TensorPayload extends Payload {

  /** Element type and shape of every tensor, such as {@code F32 [8, 64]}, by name. */
  Map<String, String> tensors();
}
