package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Owns what one pass through a model makes in the engine's memory: arrays, and the script's values.
 * Values may be closed earlier, one by one.
 */
final class Pass implements AutoCloseable {
  private final NDManager manager;
  private final List<IValue> values = new ArrayList<>();

  Pass(NDManager parent) {
    this.manager = parent.newSubManager();
  }

  NDManager manager() {
    return manager;
  }

  IValue keep(IValue value) {
    values.add(value);
    return value;
  }

  /** Leaves a value to the caller. */
  IValue release(IValue value) {
    values.removeIf(kept -> kept == value);
    return value;
  }

  /** The parts of a tuple, which is closed. */
  IValue[] parts(IValue tuple) {
    try (tuple) {
      IValue[] parts = tuple.toIValueTuple();
      values.addAll(List.of(parts));
      return parts;
    }
  }

  /** The value's array. */
  NDArray array(IValue value) {
    return value.toTensor((PtNDManager) manager);
  }

  /** The array as a value. */
  IValue value(NDArray array) {
    return keep(IValue.from((PtNDArray) array));
  }

  @Override
  public void close() {
    values.forEach(IValue::close);
    manager.close();
  }
}
