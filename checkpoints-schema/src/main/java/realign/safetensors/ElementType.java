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

  /** The number of an element, exact but for integers beyond 53 bits; a BOOL is 0 or 1. */
  double value(ByteBuffer data, int index) {
    int at = index * bytes;
    return switch (this) {
      case F64 -> data.getDouble(at);
      case F32 -> data.getFloat(at);
      case F16 -> half(data.getShort(at));
      case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
      case I64 -> data.getLong(at);
      case I32 -> data.getInt(at);
      case I16 -> data.getShort(at);
      case I8 -> data.get(at);
      case U8, BOOL -> data.get(at) & 0xFF;
    };
  }

  /** Sign, 5 bits of exponent, 10 of fraction; a float has 3 more and 13 more. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    double size =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (0x400 + fraction), exponent - 25);
        };
    return bits < 0 ? -size : size;
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
