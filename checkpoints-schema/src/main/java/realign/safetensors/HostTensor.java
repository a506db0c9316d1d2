package realign.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A tensor's bytes in host memory, as they lie in a file: little-endian, row-major. Not for
 * computing. A buffer ends at 2 GiB: a larger tensor lies in several, each of whole rows.
 */
public final class HostTensor {
  private final ElementType type;
  private final long[] shape;
  private final List<ByteBuffer> buffers;
  private final long bytes;

  /**
   * Takes the buffer without copying it; nobody may change its bytes afterwards.
   *
   * @param dtype safetensors name, such as {@code F32}
   * @param shape sizes of the dimensions; empty for a scalar
   * @param data exactly the tensor's bytes between position and limit
   */
  public HostTensor(String dtype, long[] shape, ByteBuffer data) {
    this(dtype, shape, List.of(data));
  }

  /**
   * The same of several buffers.
   *
   * @param data the tensor's bytes laid end to end; a buffer holds whole rows, which are what one
   *     number of the first dimension names
   */
  public HostTensor(String dtype, long[] shape, List<ByteBuffer> data) {
    this.type =
        ElementType.named(dtype)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "dtype '" + dtype + "': must be one of " + ElementType.names()));
    this.shape = shape.clone();
    this.buffers = data.stream().map(part -> part.slice().order(ByteOrder.LITTLE_ENDIAN)).toList();
    this.bytes = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    if (buffers.isEmpty() || TensorSize.of(type, dimensions).orElse(-1) != bytes) {
      throw new IllegalArgumentException(
          "%d bytes in %d buffers: must be the bytes of %s %s"
              .formatted(bytes, buffers.size(), dtype, dimensions));
    }
    if (buffers.size() > 1) {
      requireRows();
    }
  }

  private void requireRows() {
    if (shape.length == 0 || bytes == 0) {
      throw new IllegalArgumentException(this + ": must lie in one buffer, since it has no rows");
    }
    for (ByteBuffer part : buffers) {
      if (part.remaining() == 0 || part.remaining() % rowBytes() != 0) {
        throw new IllegalArgumentException(
            part.remaining() + " bytes of " + this + ": must be whole rows of " + rowBytes());
      }
    }
  }

  private long rowBytes() {
    return bytes / shape[0];
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
  public long bytes() {
    return bytes;
  }

  /** Number of elements. */
  public long elements() {
    return bytes / type.bytes();
  }

  /** The rows of each buffer as a tensor, in their order; this one alone where it has one. */
  public List<HostTensor> parts() {
    return buffers.size() == 1 ? List.of(this) : buffers.stream().map(this::part).toList();
  }

  private HostTensor part(ByteBuffer rows) {
    long[] fewer = shape.clone();
    fewer[0] = rows.remaining() / rowBytes();
    return new HostTensor(dtype(), fewer, rows);
  }

  /**
   * The bytes, little-endian, from position 0; a view of its own at each call.
   *
   * @throws IllegalStateException when they lie in several buffers: ask its {@link #parts}
   */
  public ByteBuffer data() {
    if (buffers.size() > 1) {
      throw new IllegalStateException(this + " lies in " + buffers.size() + " buffers");
    }
    return buffers.get(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether another tensor has the same type, shape and bits. */
  public boolean sameBits(HostTensor other) {
    if (!type().equals(other.type())) {
      return false;
    }
    // Buffers may end at other rows in the other: compared is what both give next.
    List<ByteBuffer> own = duplicates();
    List<ByteBuffer> others = other.duplicates();
    while (!own.isEmpty() && !others.isEmpty()) {
      int length = Math.min(own.get(0).remaining(), others.get(0).remaining());
      if (next(own, length).mismatch(next(others, length)) != -1) {
        return false;
      }
    }
    return true;
  }

  private List<ByteBuffer> duplicates() {
    return buffers.stream()
        .map(ByteBuffer::duplicate)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Takes bytes off the first of some buffers. */
  private static ByteBuffer next(List<ByteBuffer> from, int length) {
    ByteBuffer first = from.get(0);
    ByteBuffer taken = first.slice(first.position(), length);
    first.position(first.position() + length);
    if (!first.hasRemaining()) {
      from.remove(0);
    }
    return taken;
  }

  /** An element by its number, row-major; for comparing, since a loop over it is slow. */
  double value(long index) {
    if (buffers.size() == 1) {
      return type.value(buffers.get(0), Math.toIntExact(index));
    }
    long before = 0;
    for (ByteBuffer part : buffers) {
      long in = part.remaining() / type.bytes();
      if (index < before + in) {
        return type.value(part, (int) (index - before));
      }
      before += in;
    }
    throw new IndexOutOfBoundsException(index + " of " + this);
  }

  /** Number of the first element, row-major, that is NaN or infinite. Reads all of the bytes. */
  public OptionalLong firstNotFinite() {
    long before = 0;
    for (ByteBuffer part : buffers) {
      OptionalInt first = type.firstNotFinite(part);
      if (first.isPresent()) {
        return OptionalLong.of(before + first.getAsInt());
      }
      before += part.remaining() / type.bytes();
    }
    return OptionalLong.empty();
  }

  /** Element type and shape, such as {@code F32 [8, 64]}. */
  @Override
  public String toString() {
    return type().toString();
  }
}
