package realign.safetensors;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import realign.store.Payload;

/** Reads and writes safetensors files: named tensors, nothing executable. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Safetensors {

  private Safetensors() {}

  /** Lays tensors out, names sorted, data aligned to 64 bytes; copies no tensor. */
  public static Payload write(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    throw new UnsupportedOperationException();
  }

  /** Views of all tensors, names sorted. */
  public static Map<String, HostTensor> read(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  /** The {@code __metadata__} of a file. */
  public static Map<String, String> metadata(ByteBuffer bytes) {
    throw new UnsupportedOperationException();
  }

  /** Views of all tensors of a file, each mapped on its own, so that a file may exceed 2 GiB. */
  public static Map<String, HostTensor> map(Path file) {
    throw new UnsupportedOperationException();
  }

  /** The header of a file alone. */
  public static SafetensorsHeader header(Path file) {
    throw new UnsupportedOperationException();
  }
}
