package realign.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor's bytes in host memory, as they lie in a file: little-endian, row-major. Not for
 * computing.
 */
public final class HostTensor {
  private final String dtype;
  private final long[] shape;
  private final ByteBuffer data;

  /**
   * @param dtype safetensors name, such as {@code F32}
   * @param shape sizes of the dimensions; empty for a scalar
   * @param data exactly the tensor's bytes between position and limit; not to be changed afterwards
   */
  public HostTensor(String dtype, long[] shape, ByteBuffer data) {
    this.dtype = dtype;
    this.shape = shape.clone();
    this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Safetensors name of the element type. */
  public String dtype() {
    return dtype;
  }

  /** Sizes of the dimensions. */
  public long[] shape() {
    return shape.clone();
  }

  /** The bytes, little-endian, from position 0; a view of its own at each call. */
  public ByteBuffer data() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
