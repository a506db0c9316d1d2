package realign.safetensors;

import java.util.List;
import java.util.OptionalLong;

/** Bytes of a tensor, without overflow. */
final class TensorSize {

  private TensorSize() {}

  /** Product of the dimensions and the element's bytes; empty beyond 2^63 - 1 or below a 0. */
  static OptionalLong of(ElementType type, List<Long> shape) {
    if (shape.stream().anyMatch(dimension -> dimension < 0)) {
      return OptionalLong.empty();
    }
    if (shape.contains(0L)) {
      return OptionalLong.of(0);
    }
    long bytes = type.bytes();
    for (long dimension : shape) {
      if (bytes > Long.MAX_VALUE / dimension) {
        return OptionalLong.empty();
      }
      bytes *= dimension;
    }
    return OptionalLong.of(bytes);
  }
}
