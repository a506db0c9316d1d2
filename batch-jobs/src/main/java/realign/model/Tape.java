package realign.model;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass leaves for the way back: of each block the script's two maps, and the stream
 * after the last one, f32 {@code [N, D]}. Used up from the last block to the first.
 */
final class Tape {
  private final List<IValue> attention = new ArrayList<>();
  private final List<IValue> feedForward = new ArrayList<>();
  private final IValue result;

  Tape(List<IValue> attention, List<IValue> feedForward, IValue result) {
    this.attention.addAll(attention);
    this.feedForward.addAll(feedForward);
    this.result = result;
  }

  IValue result() {
    return result;
  }

  IValue attention(int layer) {
    return attention.get(layer);
  }

  IValue feedForward(int layer) {
    return feedForward.get(layer);
  }
}
