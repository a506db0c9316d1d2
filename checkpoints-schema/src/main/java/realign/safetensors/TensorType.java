package realign.safetensors;

import java.util.Arrays;
import java.util.List;

/**
 * What a file's header tells of a tensor, apart from where it lies.
 *
 * @param dtype safetensors name of the element type
 * @param shape sizes of the dimensions
 */
public record TensorType(String dtype, List<Long> shape) {
  public TensorType {
    shape = List.copyOf(shape);
  }

  /** A type from an array of sizes. */
  public static TensorType of(String dtype, long... shape) {
    return new TensorType(dtype, Arrays.stream(shape).boxed().toList());
  }

  /** Number of bytes. */
  long bytes() {
    return ElementType.named(dtype)
        .flatMap(type -> TensorSize.of(type, shape).stream().boxed().findFirst())
        .orElseThrow(() -> new IllegalArgumentException(this + " is no tensor's type"));
  }

  /** Element type and shape, such as {@code F32 [8, 64]}. */
  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
