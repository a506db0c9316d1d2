package realign.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.spec.ModelSpec.Compute;

/**
 * Moves tensors between host memory and the engine, never through the Java heap. The one place of
 * placement and types: an array lies on the device of the manager that it is made for; a tensor
 * goes there in its storage type and is converted there. All that comes back comes through here.
 */
public final class HostArrays implements AutoCloseable {
  /** The engine's memory boundary: other alignments give other bits for some products. */
  private static final int ALIGNMENT = 64;

  private final Script conversions;

  HostArrays(NDManager manager) {
    conversions = Script.load(manager, "conversions.py", Map.of());
  }

  /**
   * An array of the values that must not be written to. Where storage type and arithmetic agree,
   * the tensor lies in one piece at a multiple of 64 bytes and the device is the CPU, it shares the
   * tensor's memory; anything else is copied or converted once, rounded to nearest even.
   *
   * <p>Java does not know bf16: such an array may only be passed to scripts.
   *
   * @throws IllegalArgumentException for a storage type other than F32, F16 and BF16
   */
  NDArray frozen(NDManager manager, HostTensor tensor, Compute compute) {
    return switch (compute) {
      case F32 -> single(manager, tensor);
      case BF16 -> brain(manager, tensor);
    };
  }

  /** The same as f32. */
  NDArray frozen(NDManager manager, HostTensor tensor) {
    return frozen(manager, tensor, Compute.F32);
  }

  private NDArray single(NDManager manager, HostTensor tensor) {
    if (tensor.parts().size() > 1) {
      return filled(empty(manager, shape(tensor)), tensor);
    }
    return switch (tensor.dtype()) {
      case "F32" ->
          mayShare(manager, tensor)
              ? onDevice(manager, tensor, DataType.FLOAT32)
              : copy(manager, tensor);
      case "F16" -> converted(manager, tensor, DataType.FLOAT16, "to_single");
      case "BF16" -> converted(manager, tensor, DataType.FLOAT16, "single_of_brain");
      default -> throw unreadable(tensor);
    };
  }

  /** Bits of bf16 come as FLOAT16 ones, which the script reads as what they are. */
  private NDArray brain(NDManager manager, HostTensor tensor) {
    if (tensor.parts().size() > 1) {
      try (NDManager scratch = manager.newSubManager()) {
        NDArray place = scratch.create(new Shape(0), Engine.guarded(DataType.FLOAT32));
        return filled(conversions.array(manager, "empty_brain", place, tensor.shape()), tensor);
      }
    }
    return switch (tensor.dtype()) {
      case "F32" -> converted(manager, tensor, DataType.FLOAT32, "to_brain");
      case "F16" -> converted(manager, tensor, DataType.FLOAT16, "to_brain");
      case "BF16" ->
          mayShare(manager, tensor)
              ? conversions.array(manager, "see_brain", onDevice(manager, tensor, DataType.FLOAT16))
              : converted(manager, tensor, DataType.FLOAT16, "copy_brain");
      default -> throw unreadable(tensor);
    };
  }

  /**
   * Converts a tensor part by part into an array: there is never more of it than one part twice.
   */
  private NDArray filled(NDArray array, HostTensor tensor) {
    long row = 0;
    for (HostTensor part : tensor.parts()) {
      try (NDManager scratch = array.getManager().newSubManager()) {
        switch (part.dtype()) {
          case "F32" -> fill("fill", array, row, onDevice(scratch, part, DataType.FLOAT32));
          case "F16" -> fill("fill", array, row, onDevice(scratch, part, DataType.FLOAT16));
          case "BF16" ->
              fill("fill_of_brain", array, row, onDevice(scratch, part, DataType.FLOAT16));
          default -> throw unreadable(tensor);
        }
      }
      row += part.shape()[0];
    }
    return array;
  }

  private void fill(String method, NDArray array, long row, NDArray rows) {
    conversions.call(method, array, row, rows).close();
  }

  private static IllegalArgumentException unreadable(HostTensor tensor) {
    return new IllegalArgumentException("cannot read " + tensor.dtype() + " tensors");
  }

  /** The values as F32. */
  HostTensor widened(NDManager manager, HostTensor tensor) {
    if (tensor.dtype().equals("F32")) {
      return tensor;
    }
    try (NDManager scratch = manager.newSubManager()) {
      return read(frozen(scratch, tensor));
    }
  }

  /** An f32 array of its own memory. */
  static NDArray copy(NDManager manager, HostTensor tensor) {
    NDArray array = empty(manager, shape(tensor));
    write(array, tensor);
    return array;
  }

  /** An f32 array of any values. */
  static NDArray empty(NDManager manager, Shape shape) {
    return manager.create(shape, Engine.guarded(DataType.FLOAT32));
  }

  /** Zeros beside an array: f32, of its shape and on its device. */
  public static NDArray zerosLike(NDManager manager, NDArray array) {
    return manager.zeros(array.getShape(), Engine.guarded(DataType.FLOAT32), array.getDevice());
  }

  /**
   * Overwrites an f32 array with the values of an F32 tensor.
   *
   * @throws IllegalArgumentException for another type or shape
   */
  public static void write(NDArray array, HostTensor tensor) {
    if (!tensor.dtype().equals("F32")
        || !Arrays.equals(tensor.shape(), array.getShape().getShape())) {
      throw new IllegalArgumentException(
          "must be F32 %s, but is %s %s"
              .formatted(array.getShape(), tensor.dtype(), Arrays.toString(tensor.shape())));
    }
    try (NDManager scratch = array.getManager().newSubManager()) {
      onDevice(scratch, tensor, DataType.FLOAT32).copyTo(array);
    }
  }

  /** The values of an f32 array in memory of their own. */
  public static HostTensor read(NDArray array) {
    return bits(array, "F32");
  }

  /** The values of an f32 array, row-major. */
  static float[] floats(NDArray array) {
    return array.toFloatArray();
  }

  /** The values of an int64 array, row-major. */
  static long[] longs(NDArray array) {
    return array.toLongArray();
  }

  /** The one value of an f64 array. */
  static double number(NDArray array) {
    return array.getDouble();
  }

  private static HostTensor bits(NDArray array, String dtype) {
    if (array.getDevice().isGpu()) {
      // Left to itself the engine would keep this copy for as long as the array.
      try (NDArray near = array.toDevice(Device.cpu(), true)) {
        return bits(near, dtype);
      }
    }
    ByteBuffer source = array.toByteBuffer(true);
    ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining());
    copy.put(source).flip();
    return new HostTensor(dtype, array.getShape().getShape(), copy);
  }

  /** The values of an f32 or bf16 array in a storage type, rounded to nearest even. */
  HostTensor stored(NDArray array, String dtype) {
    return stored(array, dtype, Integer.MAX_VALUE);
  }

  /**
   * The same in smaller parts.
   *
   * @param largest most bytes of f32 that come to the host at once
   */
  HostTensor stored(NDArray array, String dtype, int largest) {
    long bytes = array.size() * Float.BYTES;
    if (bytes <= largest) {
      return whole(array, dtype);
    }
    long rows = array.getShape().get(0);
    long count = Math.max(1, largest / (bytes / rows));
    List<ByteBuffer> parts = new ArrayList<>();
    for (long row = 0; row < rows; row += count) {
      try (NDManager scratch = array.getManager().newSubManager()) {
        NDArray some = conversions.array(scratch, "rows", array, row, Math.min(rows, row + count));
        parts.add(whole(some, dtype).data());
      }
    }
    return new HostTensor(dtype, array.getShape().getShape(), parts);
  }

  private HostTensor whole(NDArray array, String dtype) {
    if (dtype.equals("F32") && array.getDataType() == DataType.FLOAT32) {
      return read(array);
    }
    try (NDManager scratch = array.getManager().newSubManager()) {
      String method =
          switch (dtype) {
            case "F32" -> "to_single";
            case "F16" -> "to_half";
            default -> "brain_bits";
          };
      return bits(conversions.array(scratch, method, array), dtype);
    }
  }

  private NDArray converted(NDManager manager, HostTensor tensor, DataType bits, String method) {
    try (NDManager scratch = manager.newSubManager()) {
      return conversions.array(manager, method, onDevice(scratch, tensor, bits));
    }
  }

  /** On the CPU a view, on another device a copy that is made straight from the tensor's memory. */
  private static NDArray onDevice(NDManager manager, HostTensor tensor, DataType type) {
    return manager.create(direct(tensor), shape(tensor), Engine.guarded(type));
  }

  /** Whether a view serves as well as memory of the engine's own; on a GPU there are no views. */
  private static boolean mayShare(NDManager manager, HostTensor tensor) {
    ByteBuffer data = tensor.data();
    return manager.getDevice().isGpu()
        || (data.isDirect() && data.alignmentOffset(0, ALIGNMENT) == 0);
  }

  /** The engine reads direct memory from its position; anything else is copied there first. */
  private static ByteBuffer direct(HostTensor tensor) {
    ByteBuffer data = tensor.data();
    if (data.isDirect()) {
      return data.order(ByteOrder.nativeOrder());
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    return direct.put(data).flip();
  }

  private static Shape shape(HostTensor tensor) {
    return new Shape(tensor.shape());
  }

  @Override
  public void close() {
    conversions.close();
  }
}
