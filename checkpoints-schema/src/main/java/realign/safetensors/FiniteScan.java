package realign.safetensors;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * Looks for NaN and infinity, whose exponents are all ones, in eight bytes at a time. Adding one to
 * an exponent of all ones carries into the sign's place, which was masked out, and no further: so
 * elements do not disturb each other.
 */
final class FiniteScan {
  private final int width;
  private final long exponents;
  private final long ones;
  private final long signs;

  /**
   * @param width bytes of an element
   * @param exponent the bits of its exponent
   */
  FiniteScan(int width, long exponent) {
    this.width = width;
    this.exponents = repeated(exponent);
    this.ones = repeated(Long.lowestOneBit(exponent));
    this.signs = repeated(Long.highestOneBit(exponent) << 1);
  }

  private long repeated(long bits) {
    long all = bits;
    for (int bytes = width; bytes < Long.BYTES; bytes *= 2) {
      all |= all << (bytes * 8);
    }
    return all;
  }

  /** Number of the first element that is not finite. */
  OptionalInt first(ByteBuffer data) {
    return isFinite(data) ? OptionalInt.empty() : OptionalInt.of(search(data));
  }

  private boolean isFinite(ByteBuffer data) {
    int whole = data.limit() & -Long.BYTES;
    long carried = 0;
    for (int at = 0; at < whole; at += Long.BYTES) {
      carried |= (data.getLong(at) & exponents) + ones;
    }
    for (int at = whole; at < data.limit(); at += width) {
      carried |= (element(data, at) & exponents) + ones;
    }
    return (carried & signs) == 0;
  }

  private int search(ByteBuffer data) {
    int at = 0;
    while ((((element(data, at) & exponents) + ones) & signs) == 0) {
      at += width;
    }
    return at / width;
  }

  /** The element's bits; what lies above them is zero. */
  private long element(ByteBuffer data, int at) {
    return switch (width) {
      case 2 -> Short.toUnsignedLong(data.getShort(at));
      case 4 -> Integer.toUnsignedLong(data.getInt(at));
      default -> data.getLong(at);
    };
  }
}
