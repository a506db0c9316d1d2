package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import realign.safetensors.HostTensor;
import realign.spec.ModelSpec.Compute;

class HostArraysTest {
  private static final int COUNT = 1000;

  private NDManager manager;
  private HostArrays host;

  @BeforeEach
  void open() {
    manager = Engine.newManager();
    host = new HostArrays(manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({
    "F32, F32, 0, true",
    "BF16, BF16, 0, true",
    "F32, F32, 8, false",
    "BF16, BF16, 8, false",
    "F16, F32, 0, false",
    "BF16, F32, 0, false",
    "F32, BF16, 0, false"
  })
  void memoryIsSharedWhereTypesAgreeAndTheTensorIsAligned(
      String dtype, Compute compute, int offset, boolean shared) {
    ByteBuffer memory = memory(bytes(dtype), offset);
    HostTensor tensor = new HostTensor(dtype, new long[] {COUNT}, memory);
    NDArray array = host.frozen(manager, tensor, compute);
    memory.put(1, (byte) 0x3f); // the high byte of a 16-bit number
    memory.put(3, (byte) 0x3f); // and of a 32-bit one
    float[] now = Golden.floats(host.stored(array, "F32"));
    assertThat(now[0] != 0).isEqualTo(shared);
  }

  @Test
  void bf16IsRoundedToNearestEvenFromF32() {
    HostTensor tensor = random("F32");
    float[] values = Golden.floats(tensor);
    NDArray array = host.frozen(manager, tensor, Compute.BF16);
    float[] rounded = Golden.floats(host.stored(array, "F32"));
    for (int i = 0; i < COUNT; i++) {
      assertThat(Float.floatToRawIntBits(rounded[i])).isEqualTo(nearestEven(values[i]));
    }
  }

  /** Bits of the nearest bf16 number, of two equally near ones the one that ends in 0. */
  private static int nearestEven(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
  }

  @Test
  void bf16FromF16IsThatOfTheWidenedValue() {
    HostTensor tensor = random("F16");
    float[] values = Golden.floats(host.widened(manager, tensor));
    NDArray array = host.frozen(manager, tensor, Compute.BF16);
    float[] rounded = Golden.floats(host.stored(array, "F32"));
    for (int i = 0; i < COUNT; i++) {
      assertThat(Float.floatToRawIntBits(rounded[i])).isEqualTo(nearestEven(values[i]));
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "F16, F32", "BF16, F32", "BF16, BF16"})
  void whatIsStoredAgainHasTheSameBits(String dtype, Compute compute) {
    HostTensor tensor = random(dtype);
    NDArray array = host.frozen(manager, tensor, compute);
    HostTensor back = host.stored(array, dtype);
    assertThat(back.dtype()).isEqualTo(dtype);
    assertThat(back.data()).isEqualTo(tensor.data());
  }

  @ParameterizedTest
  @EnumSource(Compute.class)
  void weightsLeaveNothingBehindOnceTheirManagerIsClosed(Compute compute) {
    load(compute); // a script's methods are made at their first call
    int before = manager.getManagedArrays().size();
    load(compute);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private void load(Compute compute) {
    try (NDManager weights = manager.newSubManager()) {
      for (String dtype : new String[] {"F32", "F16", "BF16"}) {
        host.frozen(weights, random(dtype), compute);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "F16, F32", "BF16, F32", "F32, BF16", "F16, BF16", "BF16, BF16"})
  void aTensorInPartsBecomesTheArrayOfTheWholeOne(String dtype, Compute compute) {
    HostTensor whole = shaped(random(dtype), COUNT / 10, 10);
    HostTensor inParts = cut(whole, 70, 20, 10);
    NDArray array = host.frozen(manager, inParts, compute);
    assertThat(array.getShape().getShape()).containsExactly(COUNT / 10, 10);
    assertThat(host.stored(array, "F32").data())
        .isEqualTo(host.stored(host.frozen(manager, whole, compute), "F32").data());
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "F16, F32", "BF16, F32", "BF16, BF16"})
  void anArrayComesBackInPartsOfTheSameBits(String dtype, Compute compute) {
    HostTensor whole = shaped(random(dtype), COUNT / 10, 10);
    HostTensor back = host.stored(host.frozen(manager, whole, compute), dtype, 1300);
    assertThat(back.parts()).hasSize(4); // 32 rows of 40 bytes
    assertThat(back.sameBits(whole)).isTrue();
  }

  @Test
  void partsOfOtherTypesAreRefused() {
    List<ByteBuffer> rows = List.of(ByteBuffer.allocate(4), ByteBuffer.allocate(4));
    HostTensor tensor = new HostTensor("I32", new long[] {2}, rows);
    for (Compute compute : Compute.values()) {
      assertThatThrownBy(() -> host.frozen(manager, tensor, compute)).hasMessageContaining("I32");
    }
  }

  private static HostTensor shaped(HostTensor tensor, long... shape) {
    return new HostTensor(tensor.dtype(), shape, tensor.data());
  }

  /** The same rows in buffers of so many. */
  private static HostTensor cut(HostTensor tensor, int... counts) {
    ByteBuffer data = tensor.data();
    int row = data.remaining() / (int) tensor.shape()[0];
    List<ByteBuffer> parts = new ArrayList<>();
    for (int count : counts) {
      parts.add(data.slice(data.position(), count * row));
      data.position(data.position() + count * row);
    }
    return new HostTensor(tensor.dtype(), tensor.shape(), parts);
  }

  @Test
  void otherTypesAreRefused() {
    HostTensor tensor = new HostTensor("I32", new long[] {1}, ByteBuffer.allocate(4));
    assertThatThrownBy(() -> host.frozen(manager, tensor, Compute.F32)).hasMessageContaining("I32");
    assertThatThrownBy(() -> host.frozen(manager, tensor, Compute.BF16))
        .hasMessageContaining("I32");
  }

  private static int bytes(String dtype) {
    return COUNT * (dtype.equals("F32") ? 4 : 2);
  }

  /** Zeros in direct memory, so many bytes beyond a multiple of 64. */
  private static ByteBuffer memory(int bytes, int offset) {
    return ByteBuffer.allocateDirect(bytes + 128)
        .alignedSlice(64)
        .slice(offset, bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Finite numbers of every size. */
  private static HostTensor random(String dtype) {
    SplittableRandom random = new SplittableRandom(3);
    ByteBuffer memory = memory(bytes(dtype), 0);
    HostTensor tensor = new HostTensor(dtype, new long[] {COUNT}, memory);
    do {
      memory.clear();
      while (memory.hasRemaining()) {
        memory.putShort((short) (random.nextInt() & 0xbfff));
      }
    } while (tensor.firstNotFinite().isPresent());
    if (dtype.equals("F32")) {
      memory.putInt(0, 0x3f808000).putInt(4, 0x3f818000); // as near to one bf16 as to the next
    }
    return tensor;
  }
}
