package realign.safetensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Element types of safetensors that are supported, with their bytes. */
enum ElementType {
  F64(8, 0x7FF0_0000_0000_0000L),
  F32(4, 0x7F80_0000L),
  F16(2, 0x7C00L),
  BF16(2, 0x7F80L),
  I64(8, 0),
  I32(4, 0),
  I16(2, 0),
  I8(1, 0),
  U8(1, 0),
  BOOL(1, 0);

  private final int bytes;
  private final long exponent;

  /** The bits of the exponent, if there is one. */
  ElementType(int bytes, long exponent) {
    this.bytes = bytes;
    this.exponent = exponent;
  }

  /** Number of the first NaN or infinity; numbers without an exponent have none. */
  OptionalInt firstNotFinite(ByteBuffer data) {
    return exponent == 0 ? OptionalInt.empty() : new FiniteScan(bytes, exponent).first(data);
  }

  int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
