package realign.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import realign.model.HostArrays;
import realign.safetensors.HostTensor;

/** Moments m and v of one parameter, f32 in its shape beside it, and how often it was updated. */
final class Moments {
  final NDArray first;
  final NDArray second;
  long steps;

  private Moments(NDArray first, NDArray second) {
    this.first = first;
    this.second = second;
  }

  static Moments zeros(NDManager manager, NDArray weight) {
    return new Moments(
        HostArrays.zerosLike(manager, weight), HostArrays.zerosLike(manager, weight));
  }

  void restore(HostTensor savedFirst, HostTensor savedSecond, long savedSteps) {
    HostArrays.write(first, savedFirst);
    HostArrays.write(second, savedSecond);
    steps = savedSteps;
  }
}
