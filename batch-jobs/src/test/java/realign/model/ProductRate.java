package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** How fast this processor multiplies matrices with the engine's library. */
public final class ProductRate {
  private static final int REPEATS = 7;

  private ProductRate() {}

  /**
   * Best of some repeats of {@code [rows, in] x [in, out]}, in FLOP/s: a product and a sum are two.
   *
   * @param brain whether both factors are bf16; else f32
   * @param seconds gives the CPU time spent so far
   */
  public static double measure(int rows, int in, int out, boolean brain, DoubleSupplier seconds) {
    double flops = 2.0 * rows * in * out;
    int times = Math.max(1, (int) (2e10 / flops));
    try (NDManager manager = Engine.newManager();
        Script script = Script.load(manager, "scripts/products.py", Map.of())) {
      NDArray x = manager.ones(new Shape(rows, in), DataType.FLOAT32);
      NDArray w = manager.ones(new Shape(out, in), DataType.FLOAT32);
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= REPEATS; i++) {
        double before = seconds.getAsDouble();
        script.call(brain ? "brain" : "plain", x, w, (long) times).close();
        best = i == 0 ? best : Math.min(best, seconds.getAsDouble() - before);
      }
      return flops * times / best;
    }
  }
}
