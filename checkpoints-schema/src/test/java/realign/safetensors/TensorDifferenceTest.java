package realign.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** How far tensors moved, against numbers that a person can check. */
class TensorDifferenceTest {

  @Test
  void aTriangleOfThreeFourFive() {
    TensorDifference difference = TensorDifference.of(floats(3, 4, 0), floats(3, 0, 0));
    assertThat(difference.elements()).isEqualTo(3);
    assertThat(difference.changed()).isEqualTo(1);
    assertThat(difference.maxAbs()).isEqualTo(4);
    assertThat(difference.l2()).isEqualTo(4);
    assertThat(difference.relativeL2()).isEqualTo(0.8);
    assertThat(difference.cosine()).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void whatHasNoDirectionHasNoCosine() {
    TensorDifference difference = TensorDifference.of(floats(0, -0f), floats(1, 0));
    assertThat(difference.changed()).as("-0 is 0").isEqualTo(1);
    assertThat(difference.l2()).isEqualTo(1);
    assertThat(difference.relativeL2()).isNaN();
    assertThat(difference.cosine()).isNaN();
  }

  @Test
  void aNumberThatBecameNoneShows() {
    assertThat(TensorDifference.of(floats(1, 2), floats(1, Float.NaN)).maxAbs()).isNaN();
    TensorDifference same = TensorDifference.of(floats(Float.NaN), floats(Float.NaN));
    assertThat(same.changed()).isZero();
    assertThat(same.maxAbs()).isZero();
  }

  @Test
  void elementTypesMayDiffer() {
    TensorDifference difference =
        TensorDifference.of(floats(1, -2.5f), shorts("BF16", 0x3F80, 0xC020));
    assertThat(difference.changed()).isZero();
    assertThat(TensorDifference.of(floats(1, -2.5f), shorts("F16", 0x3C00, 0xC100)).maxAbs())
        .isZero();
  }

  @Test
  void shapesMayNot() {
    assertThatThrownBy(() -> TensorDifference.of(floats(1), floats(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F32 [1] and F32 [2]");
  }

  /** All 65,536 of them, by the definition: (-1)^s 2^(e-15) (1 + f/1024), or f 2^-24. */
  @Test
  void everyHalfIsWhatItsBitsSay() {
    for (int bits = 0; bits < 65_536; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double size =
          exponent == 0 ? fraction * Math.pow(2, -14) : Math.pow(2, exponent - 15) * (1 + fraction);
      if (exponent == 31) {
        size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      double expected = bits >= 32_768 ? -size : size;
      Double value = shorts("F16", bits).value(0);
      assertThat(value).as("bits %x", bits).isEqualTo(Double.valueOf(expected));
    }
  }

  @Test
  void everyTypeIsRead() {
    assertThat(new HostTensor("F64", new long[] {1}, buffer(8).putDouble(0, 0.1)).value(0))
        .isEqualTo(0.1);
    assertThat(new HostTensor("I64", new long[] {1}, buffer(8).putLong(0, -7)).value(0))
        .isEqualTo(-7);
    assertThat(new HostTensor("I32", new long[] {1}, buffer(4).putInt(0, -7)).value(0))
        .isEqualTo(-7);
    assertThat(shorts("I16", 0xFFFF).value(0)).isEqualTo(-1);
    ByteBuffer bytes = buffer(2).put(0, (byte) 1).put(1, (byte) 0xFF);
    assertThat(new HostTensor("I8", new long[] {2}, bytes).value(1)).isEqualTo(-1);
    assertThat(new HostTensor("U8", new long[] {2}, bytes).value(1)).isEqualTo(255);
    assertThat(new HostTensor("BOOL", new long[] {2}, bytes).value(0)).isEqualTo(1);
  }

  private static HostTensor floats(float... values) {
    ByteBuffer bytes = buffer(4 * values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new HostTensor("F32", new long[] {values.length}, bytes.flip());
  }

  private static HostTensor shorts(String type, int... values) {
    ByteBuffer bytes = buffer(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return new HostTensor(type, new long[] {values.length}, bytes.flip());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
