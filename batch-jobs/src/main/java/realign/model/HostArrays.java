package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Map;
import realign.safetensors.HostTensor;

/** Moves tensors between host memory and the engine. Never through the Java heap. */
final class HostArrays implements AutoCloseable {
  /** The engine's memory boundary: other alignments give other bits for some products. */
  private static final int ALIGNMENT = 64;

  private final Script conversions;

  HostArrays(NDManager manager) {
    conversions = Script.load(manager, "conversions.py", Map.of());
  }

  /**
   * An f32 array of the values. Shares the memory of an aligned F32 tensor, so it must not be
   * written to; copies or converts any other.
   *
   * @throws IllegalArgumentException for a storage type other than F32, F16 and BF16
   */
  NDArray frozen(NDManager manager, HostTensor tensor) {
    return switch (tensor.dtype()) {
      case "F32" ->
          isAligned(tensor.data())
              ? wrap(manager, tensor, DataType.FLOAT32)
              : copy(manager, tensor);
      case "F16" -> converted(manager, tensor, "widen_half");
      case "BF16" -> converted(manager, tensor, "widen_brain");
      default -> throw new IllegalArgumentException("cannot read " + tensor.dtype() + " tensors");
    };
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
  NDArray copy(NDManager manager, HostTensor tensor) {
    NDArray array = manager.create(shape(tensor), DataType.FLOAT32);
    write(array, tensor);
    return array;
  }

  /** Overwrites an f32 array with the values of an F32 tensor. */
  void write(NDArray array, HostTensor tensor) {
    try (NDManager scratch = array.getManager().newSubManager()) {
      wrap(scratch, tensor, DataType.FLOAT32).copyTo(array);
    }
  }

  /** The values of an f32 array in memory of their own. */
  static HostTensor read(NDArray array) {
    return bits(array, "F32");
  }

  private static HostTensor bits(NDArray array, String dtype) {
    ByteBuffer source = array.toByteBuffer(true);
    ByteBuffer copy = ByteBuffer.allocateDirect(source.remaining());
    copy.put(source).flip();
    return new HostTensor(dtype, array.getShape().getShape(), copy);
  }

  /** The values of an f32 array in a storage type, rounded to nearest even. */
  HostTensor stored(NDArray array, String dtype) {
    if (dtype.equals("F32")) {
      return read(array);
    }
    try (NDManager scratch = array.getManager().newSubManager()) {
      String method = dtype.equals("F16") ? "narrow_half" : "narrow_brain";
      return bits(conversions.array(scratch, method, array), dtype);
    }
  }

  /** The array is made as FLOAT16 bits, which the script reads as what they are. */
  private NDArray converted(NDManager manager, HostTensor tensor, String method) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray bits = wrap(scratch, tensor, DataType.FLOAT16);
      NDArray values = conversions.array(scratch, method, bits);
      NDArray own = manager.create(shape(tensor), DataType.FLOAT32);
      values.copyTo(own);
      return own;
    }
  }

  /** Sets every element to zero, whatever it is. */
  void zero(Collection<NDArray> arrays) {
    if (!arrays.isEmpty()) {
      conversions.call("zero", arrays).close();
    }
  }

  private static NDArray wrap(NDManager manager, HostTensor tensor, DataType type) {
    return manager.create(direct(tensor), shape(tensor), Engine.guarded(type));
  }

  private static boolean isAligned(ByteBuffer data) {
    return data.isDirect() && data.alignmentOffset(0, ALIGNMENT) == 0;
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
