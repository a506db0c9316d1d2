package realign.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import realign.model.Parameters;
import realign.model.Tensors;

/**
 * The L2 norm of several gradients together, and clipping by it as torch's {@code clip_grad_norm_}.
 * Summed in double in the order of the names, so that the bits depend on nothing else.
 */
final class GlobalNorm {
  /** Keeps the norm of clipped gradients just below the limit, as torch does. */
  private static final double EPSILON = 1e-6;

  private GlobalNorm() {}

  static double of(Parameters parameters, List<String> names) {
    return Tensors.joint(Tensors.norms(gradients(parameters, names)));
  }

  /** Scales the gradients by limit / (norm + 1e-6) where that is below 1; limit 0 never scales. */
  static void clip(Parameters parameters, List<String> names, double norm, double limit) {
    double coefficient = limit / (norm + EPSILON);
    if (limit == 0 || coefficient >= 1) {
      return;
    }
    Tensors.scale(gradients(parameters, names), coefficient);
  }

  private static List<NDArray> gradients(Parameters parameters, List<String> names) {
    return names.stream().map(parameters::gradient).toList();
  }
}
