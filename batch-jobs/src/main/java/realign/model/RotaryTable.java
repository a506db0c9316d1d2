package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Cosines and sines of the rotary angles, f32 {@code [positions, 1, headDim]}, made as far as they
 * are asked for; zeros for a model without. The sine's first half carries the minus of the rotation
 * (q1, q2) -> (-q2, q1).
 */
final class RotaryTable {
  private static final int FIRST = 256;

  private final int most;

  private final NDManager manager;
  private final int headDim;
  private final float[] frequencies;
  private NDArray cos;
  private NDArray sin;
  private int positions;

  RotaryTable(NDManager manager, DecoderConfig config) {
    this.manager = manager;
    this.headDim = config.attention().headDim();
    Rotary rotary = config.attention().rotary();
    this.frequencies = rotary == null ? new float[0] : rotary.frequencies(headDim);
    this.most = config.positions();
    this.positions = Math.min(FIRST, most);
    this.cos = table(positions, false);
    this.sin = table(positions, true);
  }

  /** Cosines of at least so many positions, and at most those of the model. */
  NDArray cos(int count) {
    growTo(count);
    return cos;
  }

  /** Sines of as many. */
  NDArray sin(int count) {
    growTo(count);
    return sin;
  }

  private void growTo(int count) {
    if (count <= positions) {
      return;
    }
    cos.close();
    sin.close();
    positions = Math.min(most, Math.max(count, 2 * positions));
    cos = table(positions, false);
    sin = table(positions, true);
  }

  /** Angles in f32, as the usual Python stack rounds them. */
  private NDArray table(int count, boolean sines) {
    float[] values = new float[count * headDim];
    int half = headDim / 2;
    for (int i = 0; i < frequencies.length; i++) {
      float frequency = frequencies[i];
      for (int position = 0; position < count; position++) {
        float angle = position * frequency;
        float value = (float) (sines ? StrictMath.sin(angle) : StrictMath.cos(angle));
        values[position * headDim + i] = sines ? -value : value;
        values[position * headDim + half + i] = value;
      }
    }
    return manager.create(values, new Shape(count, 1, headDim));
  }
}
