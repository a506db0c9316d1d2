package realign.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A tensor's bytes in host memory, as they lie in a file: little-endian, row-major. Not for
 * computing.
 */
public final class HostTensor {
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer data;

  /**
   * Takes the buffer without copying it; nobody may change its bytes afterwards.
   *
   * @param dtype safetensors name, such as {@code F32}
   * @param shape sizes of the dimensions; empty for a scalar
   * @param data exactly the tensor's bytes between position and limit
   */
  public HostTensor(String dtype, long[] shape, ByteBuffer data) {
    this.type =
        ElementType.named(dtype)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "dtype '" + dtype + "': must be one of " + ElementType.names()));
    this.shape = shape.clone();
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (TensorSize.of(type, dimensions).orElse(-1) != bytes()) {
      throw new IllegalArgumentException(
          bytes() + " bytes of data: must be the bytes of " + dtype + " " + dimensions);
    }
  }

  /** Safetensors name of the element type. */
  public String dtype() {
    return type.name();
  }

  /** Sizes of the dimensions. */
  public long[] shape() {
    return shape.clone();
  }

  /** Element type and shape. */
  public TensorType type() {
    return TensorType.of(dtype(), shape);
  }

  /** Number of bytes. */
  public int bytes() {
    return data.remaining();
  }

  /** Number of elements. */
  public int elements() {
    return data.remaining() / type.bytes();
  }

  /** The bytes, little-endian, from position 0; a view of its own at each call. */
  public ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An element by its number, row-major; for comparing, since a loop over it is slow. */
  double value(int index) {
    return type.value(data, index);
  }

  /** Number of the first element, row-major, that is NaN or infinite. Reads all of the bytes. */
  public OptionalInt firstNotFinite() {
    return type.firstNotFinite(data);
  }

  /** Element type and shape, such as {@code F32 [8, 64]}. */
  @Override
  public String toString() {
    return type().toString();
  }
}
