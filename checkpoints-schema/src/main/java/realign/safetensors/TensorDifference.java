package realign.safetensors;

import java.util.Arrays;

/**
 * How far a tensor moved, computed in double precision. Not for training: it takes its time.
 *
 * @param elements number of elements
 * @param changed how many have another value; -0 and 0 are one value, NaN and NaN too
 * @param maxAbs largest absolute difference; NaN when any difference is
 * @param l2 L2 norm of the difference
 * @param relativeL2 the same divided by the norm of the tensor before; NaN when that norm is 0
 * @param cosine of the angle between both; NaN when either norm is 0
 */
public record TensorDifference(
    long elements, long changed, double maxAbs, double l2, double relativeL2, double cosine) {

  /**
   * Compares two tensors of one shape, whatever their element types.
   *
   * @throws IllegalArgumentException when their shapes differ
   */
  public static TensorDifference of(HostTensor before, HostTensor after) {
    if (!Arrays.equals(before.shape(), after.shape())) {
      throw new IllegalArgumentException(before + " and " + after + ": must have one shape");
    }
    Sums sums = new Sums();
    long elements = before.elements();
    for (long i = 0; i < elements; i++) {
      sums.add(before.value(i), after.value(i));
    }
    return sums.difference(elements);
  }

  /** What one pass gathers. */
  private static final class Sums {
    private long changed;
    private double maxAbs;
    private double ofDifference;
    private double ofBefore;
    private double ofAfter;
    private double ofProduct;

    void add(double before, double after) {
      boolean same = before == after || (Double.isNaN(before) && Double.isNaN(after));
      double difference = same ? 0 : after - before;
      changed += same ? 0 : 1;
      maxAbs = Math.max(maxAbs, Math.abs(difference));
      ofDifference += difference * difference;
      ofBefore += before * before;
      ofAfter += after * after;
      ofProduct += before * after;
    }

    TensorDifference difference(long elements) {
      double l2 = Math.sqrt(ofDifference);
      return new TensorDifference(
          elements,
          changed,
          maxAbs,
          l2,
          quotient(l2, Math.sqrt(ofBefore)),
          quotient(ofProduct, Math.sqrt(ofBefore) * Math.sqrt(ofAfter)));
    }

    private static double quotient(double part, double whole) {
      return whole == 0 ? Double.NaN : part / whole;
    }
  }
}
