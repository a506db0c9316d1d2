package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is done to many f32 arrays of one device at once, in one call of the engine. Of the results
 * only norms come to the host, all of them together.
 */
public final class Tensors {
  private static final Script SCRIPT = Script.load(Engine.newManager(), "tensors.py", Map.of());

  private Tensors() {}

  /**
   * How AdamW (Loshchilov and Hutter, arXiv 1711.05101) steps.
   *
   * @param decay weight decay, decoupled
   */
  public record AdamStep(double lr, double beta1, double beta2, double decay, double epsilon) {}

  /** The L2 norm of each, in their order. */
  public static double[] norms(List<NDArray> arrays) {
    if (arrays.isEmpty()) {
      return new double[0];
    }
    try (NDManager scratch = arrays.get(0).getManager().newSubManager()) {
      float[] norms = HostArrays.floats(SCRIPT.array(scratch, "norms", arrays));
      double[] values = new double[norms.length];
      Arrays.setAll(values, i -> norms[i]);
      return values;
    }
  }

  /**
   * The L2 norm of norms: summed in double, in their order, so that the bits depend on no other.
   */
  public static double joint(double... norms) {
    double squares = 0;
    for (double norm : norms) {
      squares += norm * norm;
    }
    return Math.sqrt(squares);
  }

  /** Multiplies every element, in place. */
  public static void scale(List<NDArray> arrays, double factor) {
    if (!arrays.isEmpty()) {
      SCRIPT.call("scale", arrays, factor).close();
    }
  }

  /** New arrays with every element multiplied. */
  static List<NDArray> scaled(NDManager owner, List<NDArray> arrays, double factor) {
    try (IValue result = SCRIPT.call("scaled", arrays, factor)) {
      return Arrays.stream(result.toIValueArray()).map(part -> array(owner, part)).toList();
    }
  }

  private static NDArray array(NDManager owner, IValue value) {
    try (value) {
      return value.toTensor((PtNDManager) owner);
    }
  }

  /** Sets every element to zero, whatever it is. */
  static void zero(Collection<NDArray> arrays) {
    if (!arrays.isEmpty()) {
      SCRIPT.call("zero", arrays).close();
    }
  }

  /**
   * One step of AdamW on each value, in place, from its gradient and moments.
   *
   * @param step how many steps this one makes it, which decides the corrections
   */
  public static void adamW(
      List<NDArray> values,
      List<NDArray> gradients,
      List<NDArray> first,
      List<NDArray> second,
      long step,
      AdamStep how) {
    SCRIPT
        .call(
            "adamw",
            values,
            gradients,
            first,
            second,
            (double) step,
            how.lr(),
            how.beta1(),
            how.beta2(),
            how.decay(),
            how.epsilon())
        .close();
  }
}
