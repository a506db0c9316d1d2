package realign.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.zip.CRC32;

/**
 * Random first values of tensors. Drawn in Java from a seed and the tensor's name, so that they are
 * the same bits with every engine, and a tensor's values do not depend on which others there are.
 */
final class InitialValues {
  /** Most values that are drawn for a tensor: those of one buffer. */
  static final long MOST = Integer.MAX_VALUE / Float.BYTES;

  private InitialValues() {}

  /** Normal(0, deviation): Box and Muller's method with StrictMath. */
  static ByteBuffer normal(long seed, String name, long count, double deviation) {
    SplittableRandom random = stream(seed, name);
    return fill(
        count,
        () -> {
          double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
          return deviation * radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
        });
  }

  /** Uniform in [-bound, bound). */
  static ByteBuffer uniform(long seed, String name, long count, double bound) {
    SplittableRandom random = stream(seed, name);
    return fill(count, () -> bound * (2 * random.nextDouble() - 1));
  }

  private static SplittableRandom stream(long seed, String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ sum.getValue());
  }

  private static ByteBuffer fill(long count, DoubleSupplier values) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(Math.multiplyExact(count, Float.BYTES)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < count; i++) {
      bytes.putFloat((float) values.getAsDouble());
    }
    return bytes.flip();
  }
}
