package realign.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import realign.safetensors.HostTensor;
import realign.spec.OptimiserSpec;

/** Moments m and v of one parameter, f32 in its shape, and how often it was updated. */
final class Moments {
  private static final float AS_IS = 1;
  private static final float UNCLIPPED = -1;

  PtNDArray first;
  PtNDArray second;
  long steps;

  private Moments(PtNDArray first, PtNDArray second) {
    this.first = first;
    this.second = second;
  }

  static Moments zeros(NDManager manager, PtNDArray weight) {
    return new Moments(
        (PtNDArray) manager.zeros(weight.getShape(), DataType.FLOAT32, weight.getDevice()),
        (PtNDArray) manager.zeros(weight.getShape(), DataType.FLOAT32, weight.getDevice()));
  }

  /**
   * With m and v decayed and fed by the gradient, c1 = 1 - beta1^t and c2 = 1 - beta2^t:
   *
   * <pre>w = (1 - lr wd) w - lr (m / c1) / (sqrt(v / c2) + epsilon)</pre>
   *
   * The engine takes it multiplied out: rate {@code lr sqrt(c2) / c1}, epsilon {@code epsilon
   * sqrt(c2)}. It rounds the betas to f32 and computes 1 - beta from that, so the corrections use
   * the rounded betas too; otherwise v / c2 would be off by 1e-5.
   */
  void update(PtNDArray weight, PtNDArray gradient, double lr, OptimiserSpec spec) {
    steps++;
    float beta1 = (float) spec.beta1();
    float beta2 = (float) spec.beta2();
    double correction1 = 1 - Math.pow(beta1, (double) steps);
    double rootCorrection2 = Math.sqrt(1 - Math.pow(beta2, (double) steps));
    JniUtils.adamUpdate(
        weight,
        gradient,
        first,
        second,
        (float) lr,
        (float) (lr * rootCorrection2 / correction1),
        (float) spec.weightDecay(),
        AS_IS,
        UNCLIPPED,
        beta1,
        beta2,
        (float) (spec.epsilon() * rootCorrection2),
        true);
  }

  void restore(HostTensor savedFirst, HostTensor savedSecond, long savedSteps) {
    first = HostArrays.replace(first, savedFirst);
    second = HostArrays.replace(second, savedSecond);
    steps = savedSteps;
  }
}
